"""image/scripts/mlflow.py: what Azure Machine Learning and MLflow's own server take, with the answer of the former."""

import functools
import json
import os
import shutil

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

import mlflow.pyfunc
import numpy
import pandas
import pytest
from formats import (
    FORMATS,
    NAMES,
    SAMPLE,
    SECONDS,
    TABLE_PAYLOADS,
    Loaded,
    assert_predicts,
    assert_refused,
    install,
    post,
)
from mlflow.models import ModelSignature
from mlflow.types import ColSpec, DataType, ParamSchema, ParamSpec, Schema, TensorSpec

# The models that the example does not have, as MLflow's models from code.
CODE = {
    "tensor": "return model_input.sum(axis=1)",
    "named tensors": 'return {"sum": model_input["a"].sum(axis=1) + model_input["b"]}',
    "no signature": "return numpy.asarray(model_input).sum(axis=1)",
    "params": 'return [params["factor"] * value for value in model_input["x"]]',
    "table": 'return pandas.DataFrame({"text": model_input["name"], "year": model_input["day"].dt.year})',
    "dates": 'return model_input["day"]',
    "fails": 'raise ValueError("no such thing")',
    "refuses": 'raise mlflow.MlflowException.invalid_parameter_value("x is out of range")',
    "nothing": 'return [float("nan"), None]',
}
NUMBER = Schema([ColSpec(DataType.double, "x")])
TEXT_AND_DAY = Schema([ColSpec(DataType.string, "name"), ColSpec(DataType.datetime, "day")])
TENSOR = Schema([TensorSpec(numpy.dtype("float32"), (-1, 3))])
NAMED_TENSORS = Schema([TensorSpec(numpy.dtype("float32"), (-1, 2), "a"), TensorSpec(numpy.dtype("int64"), (-1,), "b")])
SIGNATURES = {
    "tensor": ModelSignature(TENSOR, Schema([TensorSpec(numpy.dtype("float32"), (-1,))])),
    "named tensors": ModelSignature(NAMED_TENSORS),
    "params": ModelSignature(NUMBER, params=ParamSchema([ParamSpec("factor", DataType.double, 2.0)])),
    "table": ModelSignature(TEXT_AND_DAY, Schema([ColSpec(DataType.string, "text"), ColSpec(DataType.long, "year")])),
    "dates": ModelSignature(TEXT_AND_DAY),
    "fails": ModelSignature(NUMBER),
    "refuses": ModelSignature(NUMBER),
    "nothing": ModelSignature(NUMBER),
}
TEMPLATE = """\
import mlflow, numpy, pandas
class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        {body}
mlflow.models.set_model(Model())
"""
HINTED = """\
import mlflow
class Model(mlflow.pyfunc.PythonModel):
    def predict(self, model_input: list[str]) -> list[str]:
        return [text.upper() for text in model_input]
mlflow.models.set_model(Model())
"""


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory):
    @functools.cache
    def make(name):
        if name == "diabetes":
            return FORMATS / "mlflow"
        root = tmp_path_factory.mktemp("mlflow")
        code = root / "code.py"
        code.write_text(HINTED if name == "hinted" else TEMPLATE.format(body=CODE[name]))
        options = {} if name == "hinted" else {"signature": SIGNATURES.get(name)}
        mlflow.pyfunc.save_model(root / "model", python_model=str(code), pip_requirements=[], **options)
        return root / "model"

    return make


@pytest.fixture(scope="session")
def serve(shared, tmp_path_factory, model_folder):
    """The example and the model that fails in a worker each, the others in the process of the tests."""

    @functools.cache
    def make(name):
        directory = tmp_path_factory.mktemp("served")
        if name in ("diabetes", "fails"):
            return shared(**install(directory, "mlflow", model_folder(name)))
        return Loaded(directory, "mlflow", model_folder(name))

    return make


FRAME = pandas.DataFrame(SAMPLE, columns=NAMES, dtype=float)
EXPECTED = mlflow.pyfunc.load_model(str(FORMATS / "mlflow")).predict(FRAME).tolist()
# Rows without names miss a signature of columns, for Azure Machine Learning as well.
NAMED = {
    name: payload
    for name, payload in TABLE_PAYLOADS.items()
    if isinstance(payload, dict) and "columns" not in payload and "data" not in payload and "age" in json.dumps(payload)
}
COLUMNS = {name: [row[index] for row in SAMPLE] for index, name in enumerate(NAMES)}


@pytest.mark.parametrize(
    "payload",
    [
        *NAMED.values(),
        {"input_data": {"columns": NAMES, "data": SAMPLE}},
        {"input_data": {"columns": [*NAMES, "more"], "index": [0, 1], "data": [[*row, 1] for row in SAMPLE]}},
        {"input_data": COLUMNS},
        {"input_data": NAMED["dataframe_records"]["dataframe_records"]},
        {"inputs": COLUMNS},
        {"input_data": {"columns": NAMES, "index": [0, 1], "data": SAMPLE}, "params": {}},
        {"input_data": {"columns": NAMES, "index": [0, 1], "data": SAMPLE}, "params": None},
        {"input_data": {"columns": NAMES, "index": [0, 1], "data": SAMPLE}, "request_id": 7},
        {"input_data": {"columns": NAMES[::-1], "index": [0, 1], "data": [row[::-1] for row in SAMPLE]}},
    ],
)
def test_a_table_is_predicted_as_mlflow_does_and_the_answer_is_bare(serve, payload):
    assert_predicts(serve("diabetes"), payload, EXPECTED)


SPLIT = {"columns": NAMES, "index": [0, 1], "data": SAMPLE}


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"age=1", "Expecting value"),
        (b"", "Expecting value"),
        (b'{"input_data": ', "Expecting value"),
        (None, "It has none of them."),
        (7, "It has none of them."),
        (SAMPLE, "It has none of them."),
        ({}, "input_data, dataframe_split, dataframe_records, inputs, instances. It has none of them."),
        ({"data": SAMPLE}, "It has none of them."),
        (SPLIT, "It has none of them."),
        ({"input_data": SPLIT, "dataframe_split": SPLIT}, "It has input_data and dataframe_split."),
        ({"inputs": COLUMNS, "instances": SAMPLE}, "It has inputs and instances."),
        ({"input_data": None}, ""),
        ({"input_data": "rows"}, ""),
        ({"input_data": {}}, ""),
        ({"input_data": []}, ""),
        ({"input_data": SAMPLE}, ""),
        ({"input_data": {**SPLIT, "columns": NAMES[:9]}}, "9 columns passed, passed data had 10 columns"),
        ({"input_data": {**SPLIT, "columns": [*NAMES[:9], "s7"]}}, "Model is missing inputs ['s6']"),
        ({"input_data": {**SPLIT, "index": [1, 2, 3]}}, "index"),
        ({"input_data": {"columns": NAMES, "data": [["old", *SAMPLE[0][1:]]]}}, "age"),
        ({"input_data": {"columns": NAMES, "data": [[{}, *SAMPLE[0][1:]]]}}, "age"),
        ({"input_data": {"columns": 1, "data": SAMPLE}}, ""),
        ({"input_data": {"columns": NAMES, "data": "rows"}}, ""),
        ({"input_data": {"columns": NAMES, "data": SAMPLE, "rows": 1}}, "rows"),
        ({"input_data": {name: COLUMNS[name] for name in NAMES[:9]}}, "Model is missing inputs ['s6']"),
        ({"input_data": {**COLUMNS, "age": ["old", "young"]}}, "old"),
        ({"dataframe_split": {"columns": NAMES}}, "must have 'data' field"),
        ({"dataframe_split": SAMPLE}, "must be a dictionary"),
        ({"dataframe_split": None}, "must be a dictionary"),
        ({"dataframe_records": SPLIT}, "must be a list of records"),
        ({"dataframe_records": [{"age": 1}]}, "Model is missing inputs"),
        ({"dataframe_records": [1, 2]}, ""),
        ({"dataframe_records": []}, ""),
        ({"inputs": SAMPLE}, ""),
        ({"instances": SAMPLE}, ""),
        ({"instances": [{"age": 1}, {"sex": 2}]}, ""),
    ],
)
def test_a_payload_that_misses_the_signature_is_refused_with_the_reason(serve, payload, reason):
    assert_refused(serve("diabetes"), payload, reason)


def test_a_tensor_is_a_list_and_has_the_type_of_the_signature(serve):
    for key in ("input_data", "inputs", "instances"):
        assert post(serve("tensor"), {key: [[1, 2, 3.5], [4, 5, 6]]}) == (200, [6.5, 15])


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([[1, 2]], "Shape of input (1, 2) does not match expected shape (-1, 3)"),
        ([1, 2, 3], "Shape of input (3,) does not match expected shape (-1, 3)"),
        ([[1, 2, 3], [4]], "inhomogeneous"),
        ([["a", "b", "c"]], "could not convert string to float"),
        ({"a": [[1, 2, 3]]}, "un-named"),
        ({}, "un-named"),
    ],
)
def test_a_tensor_of_another_shape_or_type_is_refused(serve, value, reason):
    for key in ("input_data", "inputs"):
        assert_refused(serve("tensor"), {key: value}, reason)


def test_tensors_by_name(serve):
    host = serve("named tensors")
    assert post(host, {"input_data": {"a": [[1, 2], [3, 4]], "b": [10, 20]}}) == (200, {"sum": [13, 27]})
    assert post(host, {"instances": [{"a": [1, 2], "b": 10}, {"a": [3, 4], "b": 20}]}) == (200, {"sum": [13, 27]})
    assert_refused(host, {"input_data": {"a": [[1, 2]]}}, "Model is missing inputs ['b']")
    assert_refused(host, {"input_data": {"a": [[1, 2]], "b": ["x"]}}, "x")
    assert_refused(host, {"input_data": {"a": [[1, 2, 3]], "b": [10]}}, "(1, 3)")
    assert_refused(host, {"input_data": [[1, 2]]}, "")


def test_params_reach_the_model(serve):
    host = serve("params")
    table = {"columns": ["x"], "index": [0], "data": [[3]]}
    assert post(host, {"input_data": table}) == (200, [6])
    assert post(host, {"input_data": table, "params": {"factor": 5}}) == (200, [15])
    assert post(host, {"dataframe_split": table, "params": {"factor": 0.5}}) == (200, [1.5])
    assert_refused(host, {"input_data": table, "params": {"factor": "five"}}, "factor")
    assert_refused(host, {"input_data": table, "params": [5]}, "dictionary")


def test_texts_and_dates_are_read_as_the_signature_says_and_a_table_is_answered_as_records(serve):
    rows = {"columns": ["name", "day"], "index": [0], "data": [["Ada", "1815-12-10T00:00:00"]]}
    for key in ("input_data", "dataframe_split"):
        assert post(serve("table"), {key: rows}) == (200, [{"text": "Ada", "year": 1815}])
    assert post(serve("dates"), {"input_data": rows}) == (200, [{"day": "1815-12-10T00:00:00"}])
    assert_refused(serve("table"), {"input_data": {**rows, "data": [["Ada", "tomorrow"]]}}, "day")


def test_a_model_without_a_signature_takes_what_comes(serve):
    host = serve("no signature")
    assert post(host, {"input_data": [[1, 2], [3, 4]]}) == (200, [3, 7])
    assert post(host, {"input_data": {"columns": ["a", "b"], "index": [0], "data": [[1, 2]]}}) == (200, [3])
    assert post(host, {"dataframe_records": [{"a": 1, "b": 2}]}) == (200, [3])


def test_a_model_of_type_hints_checks_the_payload_itself(serve):
    for key in ("input_data", "inputs"):
        assert post(serve("hinted"), {key: ["a", "b"]}) == (200, ["A", "B"])
        assert_refused(serve("hinted"), {key: [1, 2]}, "type hint")
        assert_refused(serve("hinted"), {key: {"a": "b"}}, "")


def test_a_failure_of_the_model_itself_is_a_500_and_its_refusal_a_400(serve):
    table = {"columns": ["x"], "index": [0], "data": [[1]]}
    status, body = post(serve("fails"), {"input_data": table})
    assert (status, "no such thing" in json.dumps(body)) == (500, False)
    assert serve("fails").records("ValueError: no such thing")
    assert_refused(serve("refuses"), {"input_data": table}, "x is out of range")


def test_what_json_lacks_is_answered_as_python_writes_it(serve):
    answer = serve("nothing").http(b'{"input_data": {"x": [1]}}')
    assert answer.body.bytes == b"[NaN, null]"
    assert answer.headers["Content-Type"] == "application/json"


def swagger_of(host, version=2):
    answer = host.http(method="GET", path=f"/swagger.json?version={version}", function="swagger")
    assert answer.status_code == "200", answer.body.bytes
    swagger = json.loads(answer.body.bytes)
    return swagger["definitions"] if version == 2 else swagger["components"]["schemas"]


@pytest.mark.parametrize("version", [2, 3])
def test_swagger_tells_of_the_input_example_and_of_the_answer(serve, version):
    schemas = swagger_of(serve("diabetes"), version)
    example = schemas["ServiceInput"]["example"]["input_data"]
    assert example == json.loads((FORMATS / "mlflow" / "input_example.json").read_text())
    assert schemas["ServiceInput"]["properties"]["input_data"]["required"] == ["columns", "data"]
    assert (schemas["ServiceOutput"]["type"], schemas["ServiceOutput"]["example"]) == ("array", [0.0])
    status, body = post(serve("diabetes"), schemas["ServiceInput"]["example"])
    assert (status, len(body)) == (200, 2)


@pytest.mark.parametrize(
    ("name", "example", "answer"),
    [
        ("tensor", {"input_data": [[0.0, 0.0, 0.0]]}, [0.0]),
        ("named tensors", {"input_data": {"a": [[0.0, 0.0]], "b": [0]}}, None),
        ("params", {"input_data": {"columns": ["x"], "data": [[0.0]]}, "params": {"factor": 2.0}}, None),
        ("table", {"input_data": {"columns": ["name", "day"], "data": [["", ""]]}}, [{"text": "", "year": 0}]),
    ],
)
def test_swagger_tells_of_the_signature_where_there_is_no_example(serve, name, example, answer):
    assert serve(name).examples() == [example, answer]
    if name != "table":  # an empty text is no day
        assert post(serve(name), example)[0] == 200


def test_swagger_is_there_without_a_signature(serve):
    assert serve("no signature").examples() == [None, None]
    assert swagger_of(serve("fails"))["ServiceOutput"] == {"type": "object"}


def test_the_model_lies_at_the_lowest_mlmodel(tmp_path, model_folder):
    folder = shutil.copytree(model_folder("diabetes"), tmp_path / "mlflow")
    inner = folder / "artifacts" / "inner"
    inner.mkdir(parents=True)
    (inner / "MLmodel").write_text("flavors: {}\n")
    assert_predicts(Loaded(tmp_path, "mlflow", folder), {"input_data": SPLIT}, EXPECTED)


@pytest.mark.parametrize(
    ("file", "error", "reason"), [("README", ValueError, ""), ("MLmodel", mlflow.MlflowException, "python_function")]
)
def test_a_folder_that_is_no_model_fails_to_load(tmp_path, file, error, reason):
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / file).write_text("flavors: {}\n")
    with pytest.raises(error, match=reason):
        Loaded(tmp_path, "mlflow", folder)


def test_a_message_is_predicted(start, tmp_path, model_folder, protos):
    host = start(**install(tmp_path, "mlflow", model_folder("diabetes")), trigger="service_bus_queue")
    (output,) = host.message(json.dumps({"input_data": SPLIT}).encode(), timeout=SECONDS).output_data
    (message,) = json.loads(output.data.string)
    assert json.loads(message) == pytest.approx(EXPECTED)
    failed = host.message(b'{"input_data": 1}').result
    assert failed.status == protos.StatusResult.Failure
    assert "answered 400" in failed.exception.message

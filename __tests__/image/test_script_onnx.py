"""image/scripts/onnx.py: payloads by name and by order, types and shapes from the file."""

import functools
import json
import math
import re

import numpy
import onnxruntime
import pytest
from formats import EXAMPLE, FORMATS, NAMES, SAMPLE, SECONDS, Loaded, assert_refused, install, post
from host import HERE

FILES = HERE / "onnx_models"
TYPES = {
    "float": [[0.5, -1], [2, 3]],
    "double": [[0.1, 1e300], [2, 3]],
    "float16": [[0.5, 1], [2, 3]],
    "int8": [[-128, 127], [2, 3]],
    "int16": [[-32768, 32767], [2, 3]],
    "int32": [[-(2**31), 2**31 - 1], [2, 3]],
    "int64": [[-(2**63), 2**63 - 1], [2, 3]],
    "uint8": [[0, 255], [2, 3]],
    "uint16": [[0, 65535], [2, 3]],
    "uint32": [[0, 2**32 - 1], [2, 3]],
    "uint64": [[0, 2**63], [2, 3]],
    "bool": [[True, False], [False, True]],
    "string": [["a", "ü"], ["", "b"]],
}


@pytest.fixture(scope="session")
def serve(shared, tmp_path_factory):
    """The models with the most payloads in a worker each, the others in the process of the tests."""

    @functools.cache
    def make(name):
        directory = tmp_path_factory.mktemp("onnx")
        if name in ("model.onnx", "types.onnx"):
            return shared(**install(directory, "onnx", file_of(name)))
        return Loaded(directory, "onnx", file_of(name))

    return make


def file_of(name):
    return FORMATS / name if name == "model.onnx" else FILES / name


def expected(name, **inputs):
    return onnxruntime.InferenceSession(str(file_of(name))).run(None, inputs)


SPLIT = {"columns": NAMES, "index": [0, 1], "data": SAMPLE}


@pytest.mark.parametrize(
    "payload",
    [
        {"X": SAMPLE},
        SAMPLE,
        SPLIT,
        {"input_data": SAMPLE},
        {"input_data": {"X": SAMPLE}},
        {"input_data": SPLIT},
        {"inputs": {"X": SAMPLE}},
        {"inputs": SAMPLE},
        {"data": SAMPLE},
        {"dataframe_split": SPLIT},
    ],
)
def test_the_only_input_is_taken_in_each_form_and_the_only_output_is_the_answer(serve, payload):
    (variable,) = expected("model.onnx", X=numpy.asarray(SAMPLE, float))
    status, body = post(serve("model.onnx"), payload)
    assert status == 200, body
    numpy.testing.assert_allclose(body, variable, rtol=1e-12)
    numpy.testing.assert_allclose([row[0] for row in body], json.loads((EXAMPLE / "sample_output.json").read_text()))


@pytest.mark.parametrize("form", ["by name", "by order", "below inputs", "by order below input_data"])
def test_several_inputs_of_each_type_come_out_by_name(serve, form):
    by_order = list(TYPES.values())
    payloads = {
        "by name": TYPES,
        "by order": by_order,
        "below inputs": {"inputs": TYPES},
        "by order below input_data": {"input_data": by_order},
    }
    answer = post(serve("types.onnx"), payloads[form])
    assert answer == (200, {f"{name}_out": value for name, value in TYPES.items()})


WRONG_OF_TYPE = {
    "float": [[["1", "2"]], [[True, False]], [[{}, 1]], [["a", 1]]],
    "double": [[["1", "2"]], [[[1], [2]]]],
    "float16": [[["x", "y"]], [[1e6, 1]]],
    "int8": [[[1.5, 2]], [[128, 0]], [[-129, 0]], [["1", "2"]], [[None, 1]], [[True, False]]],
    "int16": [[[40000, 0]], [[0.0, 1.0]]],
    "int32": [[[2**31, 0]]],
    "int64": [[[2**63, 0]], [[1.0, 2.0]], [[10**30, 0]]],
    "uint8": [[[-1, 0]], [[256, 0]]],
    "uint16": [[[-1, 0]]],
    "uint32": [[[2**32, 0]]],
    "uint64": [[[-1, 0]], [[2**64, 0]]],
    "bool": [[[0, 1]], [["true", "false"]], [[None, True]]],
    "string": [[[1, 2]], [[None, "a"]], [[True, False]]],
}


@pytest.mark.parametrize(
    ("type_", "value"), [(name, value) for name, values in WRONG_OF_TYPE.items() for value in values]
)
def test_values_of_another_type_are_refused_with_what_is_expected(serve, type_, value):
    payload = {**TYPES, type_: value}
    assert_refused(serve("types.onnx"), payload, f"Expected {type_}: tensor({type_}) of shape [n, 2]. ")


def test_null_is_nan_and_comes_back_as_the_runtime_writes_it(serve):
    status, body = post(serve("one_double.onnx"), [[None, 1]])
    assert status == 200
    assert math.isnan(body[0][0])
    assert body[0][1] == 1


BATCH = {"a": [[1, 2, 3], [4, 5, 6]], "b": [[10], [20]], "scale": 2}
ALL = "Expected a: tensor(float) of shape [batch, 3], b: tensor(float) of shape [batch, 1], scale: tensor(float) of shape []. "


def test_dimensions_with_a_name_take_any_size(serve):
    assert post(serve("batch.onnx"), BATCH) == (200, [[12, 14, 16], [28, 30, 32]])
    assert post(serve("batch.onnx"), {"a": [[1, 2, 3]], "b": [[10]], "scale": 2}) == (200, [[12, 14, 16]])
    assert post(serve("batch.onnx"), [[[1, 2, 3]], [[10]], 2]) == (200, [[12, 14, 16]])


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"{", "Expecting property name"),
        (b"", "Expecting value"),
        (1, ALL + "Found a int."),
        (None, ALL + "Found a NoneType."),
        ({}, ALL + "Found nothing."),
        ([], ALL + "Found a list."),
        ([BATCH["a"], BATCH["b"]], ALL + "Found a list."),
        ({"a": BATCH["a"]}, ALL + "Found a."),
        ({**BATCH, "c": 1}, ALL + "Found a, b, scale, c."),
        ({"inputs": BATCH, "data": 1}, ALL + "Found inputs, data."),
        ({"other": BATCH}, ALL + "Found other."),
        ({"columns": ["a", "b"], "data": [[1, 2]]}, ALL + "Found a, b."),
        ({"columns": ["a", "b"], "data": [[1]]}, "Expected rows of 2 values in data"),
        ({"columns": ["a", "b"], "data": [[1, 2], 5]}, "Expected rows of 2 values in data"),
        ({"columns": ["a", "b"], "data": 5}, "Expected a list of columns and one of data."),
        ({"columns": "ab", "data": [[1, 2]]}, "Expected a list of columns and one of data."),
        ({"columns": ["a", 1], "data": [[1, 2]]}, "Found a, 1."),
        ({**BATCH, "a": [[1, 2], [3, 4]]}, "Expected a: tensor(float) of shape [batch, 3]. Found the shape [2, 2]."),
        ({**BATCH, "a": [[1e300, 2, 3], [4, 5, 6]]}, "Expected a: tensor(float) of shape [batch, 3]. overflow"),
        ({**BATCH, "a": [[10**400, 2, 3], [4, 5, 6]]}, "Expected a: tensor(float) of shape [batch, 3]. int too large"),
        ({**BATCH, "a": [1, 2, 3]}, "Expected a: tensor(float) of shape [batch, 3]. Found the shape [3]."),
        ({**BATCH, "a": [[1, 2, 3], [1]]}, "Expected a: tensor(float) of shape [batch, 3]. "),
        ({**BATCH, "b": [[10]]}, "Expected b: tensor(float) of shape [batch, 1]. Found the shape [1, 1]."),
        ({**BATCH, "scale": [2]}, "Expected scale: tensor(float) of shape []. Found the shape [1]."),
    ],
)
def test_what_does_not_fit_the_inputs_is_refused_with_what_is_expected(serve, payload, reason):
    assert_refused(serve("batch.onnx"), payload, reason)


def test_a_classifier_answers_labels_and_maps_of_probabilities(serve):
    rows = [[0, 1], [3, 2]]
    labels, maps = expected("classifier.onnx", X=numpy.asarray(rows, numpy.float32))
    status, body = post(serve("classifier.onnx"), rows)
    assert status == 200
    assert body == {"output_label": labels.tolist(), "output_probability": [pytest.approx(row) for row in maps]}
    assert body["output_label"] == ["low", "high"]


def test_a_table_feeds_one_input_a_column(serve):
    label, probabilities = expected(
        "columns.onnx",
        age=numpy.array([[35], [55]], numpy.float32),
        city=numpy.array([["Köln"], ["Bonn"]], dtype=object),
    )
    table = {"columns": ["city", "age"], "data": [["Köln", 35], ["Bonn", 55]]}
    for payload in (table, {"input_data": table}, {"dataframe_split": {**table, "index": [3, 4]}}):
        status, body = post(serve("columns.onnx"), payload)
        assert status == 200, body
        assert body["label"] == label.tolist()
        numpy.testing.assert_allclose(body["probabilities"], probabilities, rtol=1e-6)
    reason = "Expected age: tensor(float) of shape [any, 1]. "
    assert_refused(serve("columns.onnx"), {"columns": ["city", "age"], "data": [["Köln", "old"]]}, reason)
    assert_refused(serve("columns.onnx"), {"columns": ["city"], "data": [["Köln"]]}, "Found city.")


def test_a_failure_of_the_model_itself_is_no_fault_of_the_payload(serve):
    with pytest.raises(Exception, match="Non-zero status code"):
        post(serve("columns.onnx"), {"age": [[35], [55]], "city": [["Köln"]]})


def test_a_folder_with_weights_beside_the_file_is_a_model(tmp_path):
    folder = tmp_path / "exported"
    folder.mkdir()
    (folder / "weights.bin").write_bytes(b"")
    (folder / "model.onnx").write_bytes((FILES / "one_float.onnx").read_bytes())
    assert post(Loaded(tmp_path, "onnx", folder), [[1, 2]]) == (200, [[1, 2]])


@pytest.mark.parametrize(
    ("file", "settings", "error", "reason"),
    [
        ("sequence.onnx", {}, TypeError, "JSON cannot hold the input parts, seq(tensor(float))"),
        ("one_float.onnx", {"ML_ONNX_THREADS": "all"}, ValueError, "'all'"),
        ("make.py", {}, ValueError, "not enough values"),
    ],
)
def test_what_cannot_be_served_fails_to_load(tmp_path, file, settings, error, reason):
    with pytest.raises(error, match=re.escape(reason)):
        Loaded(tmp_path, "onnx", FILES / file, **settings)


@pytest.mark.parametrize(
    ("settings", "threads"), [({"ML_ONNX_THREADS": "3"}, 3), ({"ML_ONNX_THREADS": ""}, 0), ({}, 0)]
)
def test_the_setting_of_threads_reaches_the_session(tmp_path, settings, threads):
    loaded = Loaded(tmp_path, "onnx", FILES / "one_float.onnx", **settings)
    assert loaded.script.session.get_session_options().intra_op_num_threads == threads


def test_a_storage_message_is_predicted(start, tmp_path):
    host = start(**install(tmp_path, "onnx", FORMATS / "model.onnx"), trigger="storage_queue")
    (output,) = host.storage_message(json.dumps(SAMPLE).encode(), timeout=SECONDS).output_data
    (message,) = json.loads(output.data.string)
    (variable,) = expected("model.onnx", X=numpy.asarray(SAMPLE, float))
    numpy.testing.assert_allclose(json.loads(message), variable)

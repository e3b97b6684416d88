"""image/scripts for rows: scikit-learn (pickle, joblib, skops), XGBoost and LightGBM."""

import functools
import json
import os
import pickle
import re
import subprocess
import sys

import joblib
import lightgbm
import numpy
import pandas
import pytest
import skops.io
import xgboost
from formats import (
    FORMATS,
    NAMES,
    SAMPLE,
    SCRIPTS,
    SECONDS,
    TABLE_PAYLOADS,
    Loaded,
    assert_predicts,
    assert_refused,
    install,
    post,
)
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

ROWS = numpy.asarray(SAMPLE, float)
FRAME = pandas.DataFrame(SAMPLE, columns=NAMES)
TREES = xgboost.DMatrix(ROWS, feature_names=NAMES)
# by the model's file: the script, and what its library predicts of the sample
MODELS = {
    "model.joblib": ("sklearn", lambda path: joblib.load(path).predict(FRAME)),
    "model.pkl": ("sklearn", lambda path: pickle.loads(path.read_bytes()).predict(FRAME)),
    "model.skops": ("skops", lambda path: skops.io.load(path).predict(FRAME)),
    "model.ubj": ("xgboost", lambda path: xgboost.Booster(model_file=str(path)).predict(TREES)),
    "model.json": ("xgboost", lambda path: xgboost.Booster(model_file=str(path)).predict(TREES)),
    "model.lightgbm.txt": ("lightgbm", lambda path: lightgbm.Booster(model_file=str(path)).predict(ROWS)),
}
SERVED = ("model.joblib", "model.skops", "model.ubj", "model.lightgbm.txt")


def train(name, file):
    """Models that the example does not have, each with a file of a name of its own."""
    rows, classes = numpy.array([[0.0, 1], [1, 0], [2, 3], [3, 2]]), numpy.array([0, 0, 1, 1])
    if name == "model.json":
        xgboost.Booster(model_file=str(FORMATS / "model.ubj")).save_model(file)
    elif name == "unnamed.ubj":
        options = {"objective": "binary:logistic", "nthread": 1}
        data = xgboost.DMatrix(numpy.tile(rows, (20, 1)), numpy.tile(classes, 20))
        xgboost.train(options, data, num_boost_round=3).save_model(file)
    elif name == "three.json":
        options = {"objective": "multi:softprob", "num_class": 3, "nthread": 1}
        xgboost.train(options, xgboost.DMatrix(rows, [0, 1, 2, 2]), num_boost_round=3).save_model(file)
    elif name == "unnamed.txt":
        data = lightgbm.Dataset(numpy.tile(rows, (20, 1)), numpy.tile(classes, 20))
        options = {"objective": "binary", "num_threads": 1, "verbose": -1}
        lightgbm.train(options, data, num_boost_round=3).save_model(file)
    elif name == "texts.joblib":
        frame = pandas.DataFrame({"age": [30.0, 40, 50, 60], "city": ["Bonn", "Köln", "Bonn", "Köln"]})
        encoder = ColumnTransformer([("number", StandardScaler(), ["age"]), ("text", OneHotEncoder(), ["city"])])
        joblib.dump(make_pipeline(encoder, LogisticRegression()).fit(frame, ["low", "low", "high", "high"]), file)
    elif name == "unnamed.pkl":
        file.write_bytes(pickle.dumps(Ridge().fit(rows, classes)))
    elif name == "several.pkl":
        file.write_bytes(pickle.dumps({"model": Ridge(), "columns": ["a"]}))
    elif name == "scaler.skops":
        skops.io.dump(StandardScaler().fit(rows), file)
    elif name == "function.skops":
        skops.io.dump(make_pipeline(FunctionTransformer(numpy.testing.assert_equal), Ridge()), file)
    elif name == "broken.pkl":
        file.write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    else:
        return FORMATS / name
    return file


@pytest.fixture(scope="session")
def model_file(tmp_path_factory):
    @functools.cache
    def make(name):
        return train(name, tmp_path_factory.mktemp("models") / name)

    return make


@pytest.fixture(scope="session")
def serve(shared, tmp_path_factory, model_file):
    """The example's models in a worker each, the others in the process of the tests."""

    @functools.cache
    def make(script, name):
        directory = tmp_path_factory.mktemp(script)
        if name in SERVED:
            return shared(**install(directory, script, model_file(name)))
        return Loaded(directory, script, model_file(name))

    return make


@pytest.mark.parametrize("payload", TABLE_PAYLOADS)
@pytest.mark.parametrize("name", MODELS)
def test_each_form_of_payload_is_predicted_as_the_library_does(serve, model_file, name, payload):
    script, predict = MODELS[name]
    assert_predicts(serve(script, name), TABLE_PAYLOADS[payload], predict(model_file(name)).tolist())


ROW = SAMPLE[0]
WRONG = {
    "no JSON": (b"age=1", "Expecting value"),
    "nothing": (b"", "Expecting value"),
    "JSON cut short": (b'{"data": [[1, 2', "Expecting"),
    "a number": (7, "Expected rows"),
    "text": ("rows", "Expected "),
    "null": (None, "Expected rows"),
    "an object of none of the keys": ({"rows": SAMPLE}, "input_data, data, inputs"),
    "an object of two of the keys": ({"data": SAMPLE, "inputs": SAMPLE}, "below one of"),
    "an empty object": ({}, "below one of"),
    "null below a key": ({"data": None}, "Expected rows"),
    "one row that is no list of rows": (ROW, "1"),
    "no rows": ([], ""),
    "a column too few": ([ROW[:9]], "9"),
    "a column too many": ([[*ROW, 11]], "11"),
    "rows of different lengths": ([ROW, ROW[:9]], ""),
    "a row too deep": ([[[1]] * 10], ""),
    "text among the numbers": ([["young", *ROW[1:]]], ""),
    "a number too large": ([[10**400, *ROW[1:]]], "int too large to convert to float"),
    "a named number too large": (
        {"columns": NAMES, "data": [[10**400, *ROW[1:]]]},
        "int too large to convert to float",
    ),
    "null among the rows": ([None, ROW], ""),
    "a row of nothing": ([[]], ""),
    "columns that are no list": ({"columns": dict.fromkeys(NAMES), "data": SAMPLE}, "Expected a list of columns"),
    "columns in a list too many": ({"columns": [NAMES], "data": SAMPLE}, ""),
    "a column twice": ({"columns": [*NAMES[:9], "s5"], "data": SAMPLE}, "s6"),
    "a column more": ({"columns": [*NAMES, "s7"], "data": [[*ROW, 1]]}, "s7"),
    "records with a column more": ([{**dict(zip(NAMES, ROW, strict=True)), "s7": 1}], "s7"),
    "a record alone": (dict(zip(NAMES, ROW, strict=True)), "below one of"),
    "columns without data": (
        {"inputs": dict(zip(NAMES, ROW, strict=True))},
        "Expected a list of columns and one of data",
    ),
    "an object among the numbers": ([[{}, *ROW[1:]]], ""),
    "fewer columns than values": ({"columns": NAMES[:9], "data": SAMPLE}, "columns"),
    "a column that the model does not know": ({"columns": [*NAMES[:9], "s7"], "data": SAMPLE}, "s7"),
    "a column is missing": ({"columns": NAMES[:9], "data": [ROW[:9]]}, ""),
    "records that lack a column": ([dict(zip(NAMES[:9], ROW, strict=False))], ""),
    "a record and a row": ([dict(zip(NAMES, ROW, strict=True)), ROW], ""),
    "data that are no rows": ({"columns": NAMES, "data": 1}, ""),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", SERVED)
def test_a_wrong_payload_is_refused_with_the_reason(serve, name, wrong):
    payload, reason = WRONG[wrong]
    assert_refused(serve(MODELS[name][0], name), payload, reason)


def test_columns_of_text_reach_a_pipeline(serve, model_file):
    host = serve("sklearn", "texts.joblib")
    frame = pandas.DataFrame({"age": [35.0, 55], "city": ["Köln", "Bonn"]})
    expected = joblib.load(model_file("texts.joblib")).predict(frame).tolist()
    assert post(host, {"columns": ["city", "age"], "data": [["Köln", 35], ["Bonn", 55]]}) == (200, expected)
    assert post(host, [{"age": 35, "city": "Köln"}, {"age": 55, "city": "Bonn"}]) == (200, expected)
    assert_refused(host, {"columns": ["city", "age"], "data": [["Rom", 35]]}, "unknown categories ['Rom']")
    assert_refused(host, [[35, "Köln"]], "dataframes")


def test_rows_without_names_fit_a_model_without_names(serve):
    assert post(serve("sklearn", "unnamed.pkl"), [[1, 2]])[0] == 200
    assert post(serve("sklearn", "unnamed.pkl"), {"columns": ["a", "b"], "data": [[1, 2]]})[0] == 200


def test_names_that_rows_or_a_model_lack_are_no_reason_to_warn():
    code = """
import pandas
from ml_tables import read_table
from sklearn.linear_model import Ridge

for names, payload in (["a"], "[[1.0]]"), (None, '{"columns": ["a"], "data": [[1.0]]}'):
    rows = [[1.0], [2.0]] if names is None else pandas.DataFrame({"a": [1.0, 2.0]})
    Ridge().fit(rows, [1.0, 2.0]).predict(read_table(payload, names))
"""
    environment = {**os.environ, "PYTHONPATH": str(SCRIPTS / "modules")}
    subprocess.run([sys.executable, "-W", "error::UserWarning", "-c", code], check=True, env=environment)


@pytest.mark.parametrize(("script", "name"), [("xgboost", "unnamed.ubj"), ("lightgbm", "unnamed.txt")])
def test_a_classifier_without_names_answers_probabilities(serve, model_file, script, name):
    rows = numpy.array([[0.0, 1], [3, 2]])
    if script == "xgboost":
        expected = xgboost.Booster(model_file=str(model_file(name))).predict(xgboost.DMatrix(rows)).tolist()
    else:
        expected = lightgbm.Booster(model_file=str(model_file(name))).predict(rows).tolist()
    assert 0 < expected[0] < expected[1] < 1
    assert_predicts(serve(script, name), rows.tolist(), expected)
    assert_predicts(serve(script, name), {"columns": ["x", "y"], "data": rows.tolist()}, expected)


def test_a_model_of_several_classes_answers_a_probability_each(serve, model_file):
    rows = [[0, 1], [3, 2]]
    expected = xgboost.Booster(model_file=str(model_file("three.json"))).predict(xgboost.DMatrix(rows))
    status, body = post(serve("xgboost", "three.json"), rows)
    assert status == 200
    assert body == [pytest.approx(row) for row in expected.tolist()]
    assert [len(row) for row in body] == [3, 3]


@pytest.mark.parametrize("name", ["model.ubj", "model.lightgbm.txt"])
def test_null_is_a_missing_value(serve, model_file, name):
    rows = ROWS.copy()
    rows[0, 2] = numpy.nan
    script = MODELS[name][0]
    if script == "xgboost":
        model = xgboost.Booster(model_file=str(model_file(name)))
        expected = model.predict(xgboost.DMatrix(rows, feature_names=NAMES))
    else:
        expected = lightgbm.Booster(model_file=str(model_file(name))).predict(rows)
    assert_predicts(serve(script, name), [[*ROW[:2], None, *ROW[3:]], SAMPLE[1]], expected.tolist())


@pytest.mark.parametrize("name", ["model.ubj", "model.lightgbm.txt"])
def test_what_some_records_lack_is_a_missing_value(serve, name):
    whole, other = (dict(zip(NAMES, row, strict=True)) for row in SAMPLE)
    script = MODELS[name][0]
    status, expected = post(serve(script, name), [whole, {**other, "bmi": None}])
    assert status == 200
    del other["bmi"]
    assert_predicts(serve(script, name), [whole, other], expected)


@pytest.mark.parametrize("name", ["model.ubj", "model.lightgbm.txt"])
def test_text_of_a_number_is_no_number(serve, name):
    for rows in ([["1", *ROW[1:]]], [[None, "1", *ROW[2:]]]):
        assert_refused(serve(MODELS[name][0], name), rows, "Expected rows of 10 numbers. Found text.")


def test_what_xgboost_refuses_is_told(serve):
    assert_refused(serve("xgboost", "model.ubj"), [[float("inf"), *ROW[1:]]], "`inf`")


def test_null_is_refused_by_a_model_that_takes_no_missing_values(serve):
    assert_refused(serve("sklearn", "model.joblib"), [[None, *ROW[1:]]], "NaN")


def test_a_query_is_a_payload(serve):
    host = serve("sklearn", "model.joblib")
    answer = host.http(method="GET", path=f"/score?data={json.dumps(SAMPLE).replace(' ', '')}")
    assert (answer.status_code, len(json.loads(answer.body.bytes))) == ("200", 2)


@pytest.mark.parametrize(
    ("script", "name", "error", "reason"),
    [
        ("sklearn", "several.pkl", TypeError, "several.pkl holds a dict, which has no predict()"),
        ("sklearn", "broken.pkl", Exception, ""),
        ("skops", "scaler.skops", TypeError, "scaler.skops holds a StandardScaler, which has no predict()"),
        (
            "skops",
            "function.skops",
            TypeError,
            "types that are not trusted: numpy.testing._private.utils.assert_equal.",
        ),
        ("skops", "model.joblib", Exception, ""),
        ("xgboost", "model.lightgbm.txt", xgboost.core.XGBoostError, ""),
        ("lightgbm", "model.ubj", lightgbm.basic.LightGBMError, ""),
    ],
)
def test_a_file_that_is_no_such_model_fails_to_load(tmp_path, model_file, script, name, error, reason):
    with pytest.raises(error, match=re.escape(reason)):
        Loaded(tmp_path, script, model_file(name))


def test_why_a_model_does_not_load_is_told(start, tmp_path, model_file):
    host = start(**install(tmp_path, "skops", model_file("function.skops")))
    host.wait_until("failed", SECONDS)
    assert "Trust them by ML_SKOPS_TRUSTED_TYPES." in host.console_with("Loading failed.")


def test_a_skops_file_loads_with_the_types_that_are_trusted(tmp_path, model_file):
    trusted = "numpy.testing._private.utils.assert_equal, some.other.Type"
    Loaded(tmp_path, "skops", model_file("function.skops"), ML_SKOPS_TRUSTED_TYPES=trusted)


def test_a_blob_is_predicted(start, tmp_path, model_file, protos):
    host = start(**install(tmp_path, "sklearn", model_file("model.joblib")), trigger="blob")
    (output,) = host.blob(json.dumps(SAMPLE).encode(), timeout=SECONDS).output_data
    assert json.loads(output.data.bytes) == pytest.approx(joblib.load(FORMATS / "model.joblib").predict(FRAME).tolist())
    failed = host.blob(b"[[1]]").result
    assert failed.status == protos.StatusResult.Failure
    assert "answered 400" in failed.exception.message

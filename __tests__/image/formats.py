"""Apps whose entry script is one of ``ml_runtime/scripts`` and whose model is a file or folder."""

import json
import shutil

import pytest
from host import IMAGE

EXAMPLE = IMAGE.parent / "examples" / "diabetes"
FORMATS = EXAMPLE / "formats"
SECONDS = 120  # that a first call may take: it waits for the imports of a large package
SAMPLE = json.loads((EXAMPLE / "sample_input.json").read_text())["data"]
NAMES = ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]
# what a caller may send of the sample to a model of rows
TABLE_PAYLOADS = {
    "rows": SAMPLE,
    "split": {"columns": NAMES, "data": SAMPLE},
    "split with an index": {"columns": NAMES, "index": [7, 8], "data": SAMPLE},
    "split in another order": {"columns": NAMES[::-1], "data": [row[::-1] for row in SAMPLE]},
    "records": [dict(zip(NAMES, row, strict=True)) for row in SAMPLE],
    "input_data": {"input_data": SAMPLE},
    "input_data, split": {"input_data": {"columns": NAMES, "index": [0, 1], "data": SAMPLE}},
    "data": {"data": SAMPLE},
    "inputs": {"inputs": SAMPLE},
    "instances": {"instances": SAMPLE},
    "instances, records": {"instances": [dict(zip(NAMES, row, strict=True)) for row in SAMPLE]},
    "dataframe_split": {"dataframe_split": {"columns": NAMES, "data": SAMPLE}},
    "dataframe_records": {"dataframe_records": [dict(zip(NAMES, row, strict=True)) for row in SAMPLE]},
}


def install(directory, script, model):
    """Lays an app out in a directory; returns the settings of ``start`` for it."""
    app = directory / "app"
    place = directory / "azureml-models" / "diabetes" / "1"
    for folder in (app, place):
        folder.mkdir(parents=True)
    shutil.copy(IMAGE / "ml_runtime" / "scripts" / f"{script}.py", app / "score.py")
    (shutil.copytree if model.is_dir() else shutil.copy)(model, place / model.name)
    return {"scenario": str(app), "AZUREML_MODEL_DIR": str(place)}


def post(host, payload):
    """The status and the JSON of what a payload is answered."""
    answer = host.http(payload if isinstance(payload, bytes) else json.dumps(payload).encode(), timeout=SECONDS)
    body = json.loads(answer.body.bytes)
    return int(answer.status_code), body


def assert_refused(host, payload, reason):
    status, body = post(host, payload)
    assert (status, list(body)) == (400, ["message"]), (body, host.console)
    assert reason in body["message"]


def assert_predicts(host, payload, expected):
    status, body = post(host, payload)
    assert status == 200, (body, host.console)
    assert body == pytest.approx(expected, rel=1e-9)

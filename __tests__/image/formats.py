"""Apps whose entry script is one of ``image/scripts`` and whose model is a file or folder."""

import importlib.util
import json
import re
import shutil
import sys
from types import SimpleNamespace

import pytest
from host import IMAGE
from inference_schema import schema_util

SCRIPTS = IMAGE / "scripts"
sys.path.append(str(SCRIPTS / "modules"))

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
    """Lays an app out in a directory as the image does; returns the settings of ``start`` for it."""
    app = directory / "app"
    app.mkdir()
    text = (SCRIPTS / f"{script}.py").read_text()
    (app / "score.py").write_text(text)
    for module in re.findall(r"^from (ml_\w+) import", text, re.MULTILINE):
        shutil.copy(SCRIPTS / "modules" / f"{module}.py", app)
    return {"scenario": str(app), "AZUREML_MODEL_DIR": str(place(directory, model))}


def place(directory, model):
    """Puts a model where the image has it; returns its directory."""
    models = directory / "azureml-models" / "diabetes" / "1"
    models.mkdir(parents=True)
    (shutil.copytree if model.is_dir() else shutil.copy)(model, models / model.name)
    return models


class Loaded:
    """A script in the process of the tests, called as the inference server does: what needs no worker is quicker so.

    It takes the place of a host in the functions below. What the script raises, the caller gets.
    """

    console = ""

    def __init__(self, directory, script, model, **settings):
        spec = importlib.util.spec_from_file_location(f"score_{id(self)}", SCRIPTS / f"{script}.py")
        self.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.script)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {"AZUREML_MODEL_DIR": str(place(directory, model)), **settings}.items():
                patch.setenv(name, value)
            self.script.init()

    def http(self, body, timeout=None):
        result = self.script.run(body.decode())
        if hasattr(result, "get_data"):
            status, data, headers = result.status_code, result.get_data(), result.headers
        else:
            status, data, headers = 200, json.dumps(result).encode(), {}
        return SimpleNamespace(status_code=str(status), body=SimpleNamespace(bytes=data), headers=headers)

    def examples(self):
        """What the swagger tells of the payload and of the answer."""
        run = self.script.run
        return [schema(run).get("example") for schema in (schema_util.get_input_schema, schema_util.get_output_schema)]


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

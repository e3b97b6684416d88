"""scripts/try/try.py: a staged context makes a prediction on this machine, behind each trigger."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from host import IMAGE

TRY = IMAGE.parent / "scripts" / "try" / "try.py"
DOCKERFILE = """\
ARG BASE_IMAGE=mcr.microsoft.com/azure-functions/python:4-python3.13
ENV AML_APP_ROOT=/var/azureml-app \\
    AZUREML_SOURCE_DIRECTORY=. \\
    AZUREML_MODEL_DIR="/var/azureml-app/azureml-models/factor/2" \\
    AZUREML_ENTRY_SCRIPT="my code/score.py"
ENV ML_OFFSET=100
"""
SCRIPT = """\
import json, os, sys
import idna

def init():
    global factor
    factor = float(open(os.path.join(os.environ["AZUREML_MODEL_DIR"], "factor.txt")).read())

def run(data):
    print("the script prints")
    return [value * factor for value in json.loads(data)]
"""


@pytest.fixture
def context(tmp_path):
    directory = tmp_path / "context"
    files = {
        "Dockerfile": DOCKERFILE,
        "app/my code/score.py": SCRIPT,
        "models/factor/2/factor.txt": "2.5",
        "environment/requirements.txt": "idna==3.10\n",
    }
    for path, text in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(text)
    shutil.copytree(IMAGE, directory / "runtime")
    return directory


def run_try(context, *arguments, payload="[1, 2]", cwd=None, **variables):
    (context.parent / "payload.json").write_text(payload)
    command = [sys.executable, str(TRY), str(context), f"--input={context.parent / 'payload.json'}", *arguments]
    cache = Path(sys.prefix).parent / "try"  # beside the environment of the tests, as it takes a while to make
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), **variables}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=cwd)


MODULES = sorted(file.stem for file in (IMAGE / "ml_runtime" / "triggers").glob("*.py") if file.stem != "__init__")


@pytest.mark.parametrize("trigger", MODULES)
def test_a_context_predicts_behind_each_trigger(context, trigger):
    done = run_try(context, f"--trigger={trigger}")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [2.5, 5.0]
    assert "the script prints" in done.stderr


OWN_TRIGGER = """\
import azure.functions as func

from ..sample import Answer

SAMPLE_SETTINGS = {"ML_TRIGGER_SCHEDULE": "0 0 * * * *"}

def register(app, scoring, settings):
    async def score(timer: func.TimerRequest, context: func.Context) -> bytes:
        return await scoring.predict(timer.body, "application/json", {}, context)

    schedule = settings.values["ML_TRIGGER_SCHEDULE"]
    app.function_name("score")(app.timer_trigger("timer", schedule)(score))
"""
CALL = """
async def call_with_sample(score, sample):
    return Answer(await score(timer=sample, context=sample.context))
"""


def add_trigger(context, text):
    (context / "runtime" / "ml_runtime" / "triggers" / "timer.py").write_text(text)


def test_a_trigger_of_the_users_own_is_tried_as_its_module_says(context):
    add_trigger(context, OWN_TRIGGER + CALL)
    done = run_try(context, "--trigger=timer")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [2.5, 5.0]


def test_a_module_without_a_sample_call_is_told(context):
    add_trigger(context, OWN_TRIGGER)
    done = run_try(context, "--trigger=timer")
    assert done.returncode == 1
    assert "no function call_with_sample" in done.stderr


def test_a_trigger_that_the_image_does_not_have_is_refused(context):
    done = run_try(context, "--trigger=timer")
    assert done.returncode == 1
    assert f"The image has no trigger timer: its modules are {', '.join(MODULES)}." in done.stderr


def test_a_prediction_that_fails_is_told(context):
    done = run_try(context, "--trigger=blob", payload="no JSON")
    assert done.returncode == 1
    assert "JSONDecodeError" in done.stderr
    assert "PredictionError: The prediction answered 500" in done.stderr
    assert done.stdout == ""


def test_the_prediction_is_written_to_a_file_and_settings_count(context):
    output = context.parent / "prediction.json"
    done = run_try(context, f"--output={output}", "--setting=ML_LOG_PAYLOADS=true")
    assert json.loads(output.read_bytes()) == [2.5, 5.0]
    assert "Request: [1, 2]" in done.stderr


def test_settings_that_the_image_has_count_unless_others_are_given(context):
    script = context / "app" / "my code" / "score.py"
    script.write_text("import os\n\ndef init(): pass\n\ndef run(data): return os.environ['ML_OFFSET']\n")
    assert json.loads(run_try(context).stdout) == "100"
    assert json.loads(run_try(context, "--setting=ML_OFFSET=7").stdout) == "7"


def test_paths_count_from_where_the_command_was_given(context):
    done = run_try(context, "--output=prediction.json", cwd=context.parent)
    assert done.returncode == 0, done.stderr
    assert json.loads((context.parent / "prediction.json").read_bytes()) == [2.5, 5.0]


def test_paths_count_from_where_npm_was_called(context):
    npm = {"npm_lifecycle_event": "try", "INIT_CWD": str(context.parent)}
    done = run_try(context, "--output=by-npm.json", cwd=IMAGE, **npm)
    assert done.returncode == 0, done.stderr
    assert json.loads((context.parent / "by-npm.json").read_bytes()) == [2.5, 5.0]


def test_an_output_that_cannot_be_written_is_told(context):
    done = run_try(context, f"--output={context.parent / 'nowhere' / 'prediction.json'}")
    assert done.returncode == 1
    assert "FileNotFoundError" in done.stderr


@pytest.mark.parametrize("trigger", ["http", "blob"])
def test_a_script_that_cannot_be_loaded_ends_the_try(context, trigger):
    (context / "app" / "my code" / "score.py").write_text("import nowhere\n")
    done = run_try(context, f"--trigger={trigger}")
    assert done.returncode == 1
    assert done.stderr.count("Loading failed. ModuleNotFoundError: No module named 'nowhere'") == 1
    assert "the entry script could not be loaded" in done.stderr.lower()


def test_what_is_no_context_is_refused(tmp_path):
    done = run_try(tmp_path)
    assert done.returncode == 1
    assert "no Dockerfile" in done.stderr

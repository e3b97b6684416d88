"""What models without a script cost: python bench.py [format...]

For each format, an environment of its own is made in .venv-bench (and kept), with the runtime's packages and those that the
script of the format needs. Its size is that of all installed files, less those of an environment with the runtime's packages
alone. A process of its own then serves the example's model of that format: the time runs from the start of the entry script's
import until init() has returned, the memory is what the process has more than before, and the time of a call, that of two rows
over HTTP, is the median of 200.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import types
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
IMAGE = ROOT / "image"
EXAMPLE = ROOT / "examples" / "diabetes"
SCIKIT_LEARN = ["scikit-learn==1.7.2", "joblib==1.5.2", "numpy==2.3.4", "pandas==3.1.1"]
RUNTIME: list[str] = []
LOADING_SECONDS = 120
# by the name that is shown: the script, the model's file and the packages beside the runtime's
FORMATS = {
    "MLflow": ("mlflow", "mlflow", ["mlflow-skinny==3.17.2", "skops==0.16.0", *SCIKIT_LEARN]),
    "MLflow, full": ("mlflow", "mlflow", ["mlflow==3.17.2", "skops==0.16.0", *SCIKIT_LEARN]),
    "ONNX": ("onnx", "model.onnx", ["onnxruntime==1.32.0"]),
    "scikit-learn": ("sklearn", "model.joblib", SCIKIT_LEARN),
    "skops": ("skops", "model.skops", ["skops==0.16.0", *SCIKIT_LEARN]),
    "XGBoost": ("xgboost", "model.ubj", ["xgboost-cpu==3.4.1"]),
    "LightGBM": ("lightgbm", "model.lightgbm.txt", ["lightgbm==4.7.0"]),
}


def main() -> None:
    chosen = sys.argv[1:] or list(FORMATS)
    runtime_bytes = size(environment("runtime", RUNTIME))
    print(f"{'format':14} {'environment, MB':>16} {'load, s':>8} {'memory, MB':>11} {'call, ms':>9}")
    for name in chosen:
        script, model, packages = FORMATS[name]
        directory = environment(name, packages)
        megabytes = (size(directory) - runtime_bytes) / 1e6
        figures = [serve(directory, script, EXAMPLE / "formats" / model) for _ in range(3)]
        load, memory, call = (median(figure[index] for figure in figures) for index in range(3))
        print(f"{name:14} {megabytes:16.0f} {load:8.1f} {memory:11.0f} {call:9.1f}", flush=True)


def environment(name: str, packages: list[str]) -> Path:
    directory = ROOT / ".venv-bench" / name.replace(", ", "-")
    if not (directory / "complete").exists():
        shutil.rmtree(directory, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(directory)], check=True)
        install = [str(directory / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-cache-dir"]
        subprocess.run([*install, "--requirement", str(IMAGE / "requirements.txt"), *packages], check=True)
        (directory / "complete").touch()
    return directory


def size(directory: Path) -> int:
    return sum(file.lstat().st_size for file in directory.rglob("*") if not file.is_dir())


def serve(directory: Path, script: str, model: Path) -> list[float]:
    with tempfile.TemporaryDirectory() as root:
        shutil.copy(IMAGE / "scripts" / f"{script}.py", Path(root, "score.py"))
        shutil.copytree(IMAGE / "scripts" / "modules", root, dirs_exist_ok=True)
        place = Path(root, "azureml-models")
        place.mkdir()
        (shutil.copytree if model.is_dir() else shutil.copy)(model, place / model.name)
        variables = {"AML_APP_ROOT": root, "AZUREML_MODEL_DIR": str(place), "ML_TRIGGER": "http"}
        # the server reads it when it is imported, here ahead of the runtime
        variables["AZUREML_ENTRY_SCRIPT"] = "score.py"
        process = subprocess.run(
            [str(directory / "bin" / "python"), __file__, "--serve"],
            env={**os.environ, **variables, "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    if process.returncode != 0:
        sys.exit(f"{script}.py does not serve {model.name}:\n{process.stdout}")
    return json.loads(process.stdout.splitlines()[-1])


async def measure() -> list[float]:
    log = io.StringIO()
    logging.getLogger().setLevel(logging.INFO)
    logging.getLogger().addHandler(logging.StreamHandler(log))
    import azure.functions as func
    from azureml_inference_server_http.server import create_app  # noqa: F401, what the server costs without a script

    sample = json.loads((EXAMPLE / "sample_input.json").read_text())["data"]
    names = ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]
    body = json.dumps({"input_data": {"columns": names, "data": sample}}).encode()
    context = types.SimpleNamespace(invocation_id="1" * 36, thread_local_storage=threading.local())
    headers = {"Content-Type": "application/json", "Host": "localhost"}
    request = func.HttpRequest("POST", "http://localhost/score", headers=headers, body=body)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    sys.path.append(str(IMAGE))
    import function_app

    while (state := function_app.scoring.state) != "ready":
        if state == "failed" or time.perf_counter() - started > LOADING_SECONDS:
            raise RuntimeError(f"{state}\n{log.getvalue()}")
        await asyncio.sleep(0.001)
    load = time.perf_counter() - started
    functions = {function.get_function_name(): function for function in function_app.app.get_functions()}
    score = functions["score"].get_user_function()
    answer = await score(req=request, context=context)
    assert answer.status_code == 200, answer.get_body()
    calls = []
    for _ in range(200):
        called = time.perf_counter()
        await score(req=request, context=context)
        calls.append((time.perf_counter() - called) * 1000)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return [load, memory, median(calls)]


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        try:
            print(json.dumps(asyncio.run(measure())), flush=True)
        except Exception:
            traceback.print_exc()
            os._exit(1)  # here and below: a script's thread that still runs must not keep the process
        os._exit(0)
    else:
        main()

"""What the runtime costs: python bench.py [calls], in the environment of the Python tests.

A process of its own serves a script whose run() does nothing. In the same run, by turns, calls go to run() bare, to the
inference server's WSGI app bare, and through the app's function; each figure is the median of a batch, the ratio that of
the medians. The time to index and to the first answer, and the memory, are those of processes started for it.
"""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
import types
from pathlib import Path
from statistics import median

IMAGE = Path(__file__).resolve().parent.parent.parent / "image"
SCRIPT = "import time\n\ndef init():\n    time.sleep({init})\n\ndef run(data):\n    return 1\n"
PAYLOAD = b'{"data": [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]}'


def main() -> None:
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for name, arguments in (
        ("one prediction", ["calls", str(calls)]),
        ("start, init() at once", ["start", "0"]),
        ("start, init() of 3 s", ["start", "3"]),
    ):
        with tempfile.TemporaryDirectory() as root:
            Path(root, "score.py").write_text(SCRIPT.format(init=arguments[1] if arguments[0] == "start" else 0))
            environment = {**os.environ, "AML_APP_ROOT": root, "ML_TRIGGER": "http", "PYTHONDONTWRITEBYTECODE": "1"}
            command = [sys.executable, __file__, *arguments]
            figures = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        print(f"{name}:")
        for figure, value in json.loads(figures.splitlines()[-1]).items():
            print(f"  {figure:42} {value:10.3f}")


def load() -> tuple[object, float]:
    """The app's score function, and the seconds that the worker would wait to index it."""
    logging.getLogger().setLevel(logging.INFO)
    logging.getLogger().addHandler(logging.StreamHandler(io.StringIO()))
    started = time.perf_counter()
    sys.path.append(str(IMAGE))
    import function_app

    functions = {function.get_function_name(): function for function in function_app.app.get_functions()}
    [json.loads(binding) for function in functions.values() for binding in function.get_raw_bindings()]
    return functions["score"].get_user_function(), time.perf_counter() - started


def request() -> dict[str, object]:
    import azure.functions as func

    context = types.SimpleNamespace(invocation_id="1" * 36, thread_local_storage=threading.local())
    headers = {"Content-Type": "application/json", "Host": "localhost"}
    return {
        "req": func.HttpRequest("POST", "http://localhost/score", headers=headers, body=PAYLOAD),
        "context": context,
    }


def measure_calls(calls: int) -> dict[str, float]:
    score, _ = load()
    arguments = request()
    assert score(**arguments).get_body() == b"1"

    from azureml_inference_server_http.server.entry import app
    from azureml_inference_server_http.server.routes import main_blueprint

    run = main_blueprint.user_script.get_run_function()
    text = PAYLOAD.decode()
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/score",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(PAYLOAD)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }

    def bare_wsgi() -> None:
        list(app({**environ, "wsgi.input": io.BytesIO(PAYLOAD)}, lambda status, headers, exc_info=None: None))

    bodies = {"run": lambda: run(text), "wsgi": bare_wsgi, "app": lambda: score(**arguments)}
    times: dict[str, list[float]] = {name: [] for name in bodies}
    for _ in range(calls):
        for name, body in bodies.items():
            started = time.perf_counter()
            body()
            times[name].append((time.perf_counter() - started) * 1000)
    run_ms, wsgi_ms, app_ms = (median(times[name]) for name in ("run", "wsgi", "app"))
    return {
        "run() bare, ms": run_ms,
        "inference server's WSGI app bare, ms": wsgi_ms,
        "through the app, ms": app_ms,
        "overhead over the WSGI app, ms (<= 0.15)": app_ms - wsgi_ms,
        "ratio to the WSGI app": app_ms / wsgi_ms,
    }


def measure_start() -> dict[str, float]:
    import resource

    import azure.functions  # noqa: F401, the worker has imported it

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    score, indexing = load()
    assert score(**request()).get_body() == b"1"
    return {
        "indexing, s (<= 0.5)": indexing,
        "first answer, s": time.perf_counter() - started,
        "memory added, MiB": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
    }


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measure_calls(int(sys.argv[2])) if sys.argv[1] == "calls" else measure_start()))
    else:
        main()

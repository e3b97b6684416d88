"""What the runtime costs: python bench.py [calls], in the environment of the Python tests.

A process of its own serves a script whose run() does nothing. In the same run, in turns of some calls each, they go to the
inference server's WSGI app bare, to the same on a thread and back (as a worker makes the calls of synchronous functions:
what going to another thread costs is no choice of the runtime's), and through the app's function, on an event loop as in
the worker. Each figure is the median of all its calls, the ratio that of the medians. The time to index and to the first
answer, and the memory, are those of processes started for it. The throughput is that of eight callers and a script that
waits: through eight lanes, and in turn with it through the bare WSGI app on a pool of 1000 threads, which is what the host
has a worker make.
"""

from __future__ import annotations

import asyncio
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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

IMAGE = Path(__file__).resolve().parent.parent.parent / "image"
SCRIPT = "import time\n\ndef init():\n    time.sleep({init})\n\ndef run(data):\n    {run}return 1\n"
CALLERS = 8
ROUNDS = 20
PAYLOAD = b'{"data": [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]}'


def main() -> None:
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for name, arguments, script in (
        ("one prediction", ["calls", str(calls)], {}),
        (f"{CALLERS} callers, run() of 5 ms", ["throughput", str(calls // 2)], {"run": "time.sleep(0.005); "}),
        (f"{CALLERS} callers, run() at once", ["throughput", str(calls)], {}),
        ("start, init() at once", ["start", "0"], {}),
        ("start, init() of 3 s", ["start", "3"], {"init": 3}),
    ):
        with tempfile.TemporaryDirectory() as root:
            Path(root, "score.py").write_text(SCRIPT.format(**{"init": 0, "run": "", **script}))
            environment = {**os.environ, "AML_APP_ROOT": root, "ML_TRIGGER": "http", "PYTHONDONTWRITEBYTECODE": "1"}
            if arguments[0] == "throughput":
                environment["ML_CONCURRENT_PREDICTIONS"] = str(CALLERS)
            command = [sys.executable, __file__, *arguments]
            figures = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        print(f"{name}:")
        for figure, value in json.loads(figures.splitlines()[-1]).items():
            print(f"  {figure:48} {value:10.3f}")


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


def bare_wsgi() -> Callable[[], None]:
    """Calls the inference server's application."""
    from azureml_inference_server_http.server.entry import app

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

    def call() -> None:
        list(app({**environ, "wsgi.input": io.BytesIO(PAYLOAD)}, lambda status, headers, exc_info=None: None))

    return call


async def measure_calls(calls: int) -> dict[str, float]:
    score, _ = load()
    arguments = request()
    assert (await score(**arguments)).get_body() == b"1"

    wsgi = bare_wsgi()
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(1)

    async def bare() -> None:
        wsgi()

    bodies = {
        "wsgi": bare,
        "thread": lambda: loop.run_in_executor(pool, wsgi),
        "app": lambda: score(**arguments),
    }
    times: dict[str, list[float]] = {name: [] for name in bodies}
    for _ in range(ROUNDS):
        for name, body in bodies.items():
            for _ in range(calls // ROUNDS):
                started = time.perf_counter()
                await body()
                times[name].append((time.perf_counter() - started) * 1000)
    wsgi_ms, thread_ms, app_ms = (median(values) for values in times.values())
    return {
        "inference server's WSGI app bare, ms": wsgi_ms,
        "the same on a thread and back, ms": thread_ms,
        "through the app, ms": app_ms,
        "overhead over the bare WSGI app, ms": app_ms - wsgi_ms,
        "overhead over it on a thread, ms (<= 0.15)": app_ms - thread_ms,
        "ratio to the bare WSGI app": app_ms / wsgi_ms,
    }


async def measure_throughput(calls: int) -> dict[str, float]:
    score, _ = load()
    assert (await score(**request())).get_body() == b"1"
    wsgi = bare_wsgi()
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(1000)
    bodies = {"lanes": lambda: score(**request()), "threads": lambda: loop.run_in_executor(pool, wsgi)}
    rates: dict[str, list[float]] = {name: [] for name in bodies}

    async def caller(body: Callable[[], Awaitable[object]], count: int) -> None:
        for _ in range(count):
            await body()

    for _ in range(5):
        for name, body in bodies.items():
            count = calls // CALLERS // 5
            started = time.perf_counter()
            await asyncio.gather(*(caller(body, count) for _ in range(CALLERS)))
            rates[name].append(count * CALLERS / (time.perf_counter() - started))
    lanes, threads = median(rates["lanes"]), median(rates["threads"])
    return {
        "through eight lanes, calls/s": lanes,
        "bare WSGI app on 1000 threads, calls/s": threads,
        "ratio": lanes / threads,
    }


async def measure_start() -> dict[str, float]:
    import resource

    import azure.functions  # noqa: F401, the worker has imported it

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    score, indexing = load()
    assert (await score(**request())).get_body() == b"1"
    return {
        "indexing, s (<= 0.5)": indexing,
        "first answer, s": time.perf_counter() - started,
        "memory added, MiB": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
    }


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measures = {"calls": measure_calls, "throughput": measure_throughput}
        measured = measures[sys.argv[1]](int(sys.argv[2])) if sys.argv[1] in measures else measure_start()
        print(json.dumps(asyncio.run(measured)), flush=True)
        os._exit(0)
    else:
        main()

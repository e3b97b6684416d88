"""The scoring app: Microsoft's inference server, loaded in the background and called in process."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import json
import logging
import os
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from urllib.parse import quote

import azure.functions as func

from . import imports, logs, wsgi
from .settings import Settings

_MAX_TIMED_CALLS = 64
_MAX_REASON = 300
_MAX_LOGGED = 16_000

logger = logging.getLogger("ml_runtime")
_thread = threading.local()


class PredictionError(Exception):
    """A prediction without an HTTP caller failed; the message says why, and the host delivers the payload again."""


class _Ending:
    """Holds whatever ended a block. Scripts call ``sys.exit()`` and raise what is no Exception; left alone, that would
    end the worker's event loop and leave the call without an answer."""

    error: BaseException | None = None

    def __enter__(self) -> _Ending:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        self.error = error
        return True


class Scoring:
    """The entry script behind ``azureml_inference_server_http.server.entry:app``.

    Attributes:
        state: ``loading``, ``ready`` or ``failed``.
    """

    def __init__(self, settings: Settings) -> None:
        self.state = "loading"
        self._reason = ""
        self._settings = settings
        self._timeout = settings.scoring_timeout
        self._loaded = threading.Event()
        self._app: Callable[..., Iterable[bytes]]
        self._pool = concurrent.futures.ThreadPoolExecutor(_MAX_TIMED_CALLS, thread_name_prefix="scoring")

    def start(self) -> None:
        """Starts loading; returns at once."""
        threading.Thread(target=self._load, name="ml-runtime-load", daemon=True).start()

    def answer(self, request: wsgi.Request, context: func.Context) -> wsgi.Response:
        """What the inference server answers, once the script is loaded; 503 when it could not be."""
        self._loaded.wait()
        if self.state == "failed":
            return _error(503, f"The entry script could not be loaded. {self._reason}")
        started = time.perf_counter()
        with logs.invocation():
            response = self._timed(request, context) if self._timeout else self._call(request)
            told = f"answered {response.status} in {(time.perf_counter() - started) * 1000:.1f} ms"
            sizes = f"{len(request.body)} bytes in, {len(response.body)} bytes out"
            with _Ending():  # a handler of the script's that raises
                logger.info("%s %s %s, %s", request.method, request.path, told, sizes)
                if self._settings.log_payloads:
                    logger.info("Request: %s", _text(request.body))
                    logger.info("Response: %s", _text(response.body))
        return response

    def predict(self, body: bytes, content_type: str, properties: Mapping[str, object], context: func.Context) -> bytes:
        """Posts a payload that has no HTTP caller; returns the prediction's body.

        Args:
            properties: what is known of the payload, by header name; the values are percent-encoded.

        Raises:
            PredictionError: the answer is not 2xx.
        """
        known = {name: quote(str(value), safe="/:") for name, value in properties.items() if value is not None}
        headers = {"Content-Type": content_type, "X-Request-Id": context.invocation_id, **known}
        response = self.answer(wsgi.Request(body, headers), context)
        if not 200 <= response.status < 300:
            raise PredictionError(f"The prediction answered {response.status}: {_text(response.body)}")
        return response.body

    def _load(self) -> None:
        with _Ending() as ending:
            logs.send_to_host(log_payloads=self._settings.log_payloads)
            with logs.worker_logging_kept():
                self._import_server()
            self._context = contextvars.copy_context()
        self.state = "failed" if ending.error else "ready"
        with _Ending():  # what a script has done to logging must not keep its failure from being told
            if ending.error is not None:
                cause = _cause(ending.error)
                self._reason = _describe(cause)
                # Of what the server turned into an exit it has logged the traceback.
                logger.error("Loading failed. %s", self._reason, exc_info=cause if cause is ending.error else None)
        self._loaded.set()

    def _import_server(self) -> None:
        os.chdir(self._settings.app_root)  # as on Azure ML: scripts and azureml.core use relative paths
        from azureml_inference_server_http import constants, print_log_hook
        from azureml_inference_server_http.server import create_app  # noqa: F401, all of the server but the script
        from azureml_inference_server_http.server.config import config
        from azureml_inference_server_http.server.user_script import UserScript

        logs.send_to_host(log_payloads=self._settings.log_payloads)  # importing has configured the server's loggers
        print_log_hook.set_print_logger_redirect()
        chosen = config.model_fields_set if hasattr(config, "model_fields_set") else config.__fields_set__  # pydantic 1
        if self._timeout is None and "scoring_timeout" in chosen:
            self._timeout = config.scoring_timeout / 1000
        directories = self._settings.directories
        imports.user_directories_first(directories, constants.SERVER_ROOT)
        load_script = UserScript.load_script

        def load_script_with_its_modules(script: UserScript, app_root: str) -> None:
            with imports.installed_namesakes_set_aside(directories):
                load_script(script, app_root)

        UserScript.load_script = load_script_with_its_modules
        _have_event_loop()
        from azureml_inference_server_http.server.entry import app  # imports the script and calls init()

        self._app = app

    def _call(self, request: wsgi.Request) -> wsgi.Response:
        _have_event_loop()
        current = contextvars.copy_context()
        for variable in self._context:  # such as the decimal and numpy settings that init() has made
            if variable not in current:
                variable.set(self._context[variable])
        with _Ending() as ending:
            return wsgi.call(self._app, request)
        logger.error("The inference server did not answer", exc_info=ending.error)
        return _error(500, f"run() raised {_describe(ending.error)}", run_function_failed=True)

    def _timed(self, request: wsgi.Request, context: func.Context) -> wsgi.Response:
        """The server's own timeout works by signals, in the main thread only. A thread cannot be ended: one that takes
        too long goes on, and what it returns is dropped."""

        def call() -> wsgi.Response:
            context.thread_local_storage.invocation_id = context.invocation_id
            with logs.invocation():
                return self._call(request)

        future = self._pool.submit(contextvars.copy_context().run, call)
        if concurrent.futures.wait([future], self._timeout).done:
            return future.result()
        future.cancel()
        logger.error("run() took longer than the scoring timeout of %g s", self._timeout)
        return _error(500, f"Scoring timeout after {self._timeout * 1000:.0f} ms", run_function_failed=True)


def _error(status: int, message: str, *, run_function_failed: bool = False) -> wsgi.Response:
    """An error in the form of the inference server's own."""
    headers = [("Content-Type", "application/json"), ("x-ms-run-function-failed", str(run_function_failed))]
    return wsgi.Response(status, headers, json.dumps({"message": message}).encode())


def _cause(error: BaseException) -> BaseException:
    """The script's exception, which the inference server wraps (``user_ex``) before it leaves with ``SystemExit``."""
    if isinstance(error, SystemExit) and error.__context__ is not None:
        error = error.__context__
    return getattr(error, "user_ex", error)


def _describe(error: BaseException) -> str:
    line = traceback.format_exception_only(type(error), error)[-1].strip()
    return re.sub(r"^(\w+\.)+", "", line)[:_MAX_REASON]  # without the module of the exception's class


def _have_event_loop() -> None:
    """Gives a thread what the main thread, where Azure ML calls scripts, has: ``asyncio.get_event_loop()`` works."""
    if not getattr(_thread, "has_event_loop", False):
        asyncio.set_event_loop(asyncio.new_event_loop())
        _thread.has_event_loop = True


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")[:_MAX_LOGGED]
    except UnicodeDecodeError:
        return f"{len(body)} bytes that are not UTF-8"

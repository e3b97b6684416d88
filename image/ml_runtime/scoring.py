"""The scoring app: Microsoft's inference server, loaded in the background and called in process."""

from __future__ import annotations

import concurrent.futures
import contextvars
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from types import TracebackType

import azure.functions as func

from . import imports, logs, wsgi
from .settings import Settings

_SCORING_TIMEOUT_DEFAULT_MS = 3_600_000  # of the inference server, which cannot tell a default from a choice
_TIMED_THREADS = 64
_REASON_LENGTH = 300
_PAYLOAD_LENGTH = 16_000

logger = logging.getLogger("ml_runtime")


class PredictionError(Exception):
    """A blob or queue prediction failed; its message says why, and the host retries the call."""


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
        reason: why loading failed, in a line.
    """

    def __init__(self, settings: Settings) -> None:
        self.state = "loading"
        self.reason = ""
        self._settings = settings
        self._timeout = settings.scoring_timeout
        self._loaded = threading.Event()
        self._app: Callable[..., Iterable[bytes]]
        self._pool = concurrent.futures.ThreadPoolExecutor(_TIMED_THREADS, thread_name_prefix="scoring")

    def start(self) -> None:
        """Starts loading; returns at once."""
        threading.Thread(target=self._load, name="ml-runtime-load", daemon=True).start()

    def answer(self, request: wsgi.Request, context: func.Context) -> wsgi.Response:
        """What the inference server answers, once the script is loaded; 503 when it could not be."""
        self._loaded.wait()
        if self.state == "failed":
            return _message(503, f"The entry script could not be loaded: {self.reason}")
        started = time.perf_counter()
        logs.mark_invocation(True)
        try:
            response = self._timed(request, context) if self._timeout else self._call(request)
            logger.info(
                "Prediction answered %d in %.1f ms, %d bytes in, %d bytes out",
                response.status,
                (time.perf_counter() - started) * 1000,
                len(request.body),
                len(response.body),
            )
            if self._settings.log_payloads:
                logger.info("Request body: %s", _text(request.body))
                logger.info("Response body: %s", _text(response.body))
            return response
        finally:
            logs.mark_invocation(False)

    def predict(self, body: bytes, headers: dict[str, str], context: func.Context) -> bytes:
        """The body of the prediction for a payload that has no HTTP caller; raises PredictionError unless it is 2xx."""
        headers = {name: value for name, value in headers.items() if value}
        response = self.answer(wsgi.Request(body, {**headers, "X-Request-Id": context.invocation_id}), context)
        if not 200 <= response.status < 300:
            raise PredictionError(f"The prediction answered {response.status}: {_text(response.body)}")
        return response.body

    def _load(self) -> None:
        with _Ending() as ending:
            self._import_server()
        if ending.error is None:
            self.state = "ready"
        else:
            cause = _cause(ending.error)
            self.reason = f"{type(cause).__name__}: {cause}".strip().splitlines()[0][:_REASON_LENGTH]
            self.state = "failed"
            # The server has logged the traceback of what it turned into an exit.
            traceback = None if cause is not ending.error else ending.error
            logger.error("The entry script could not be loaded: %s", self.reason, exc_info=traceback)
        self._loaded.set()

    def _import_server(self) -> None:
        root = os.path.realpath(self._settings.app_root)
        os.chdir(root)  # as on Azure ML: scripts open files, and azureml.core finds models, by relative path
        with logs.kept():
            logs.configure(self._settings.log_payloads)
            from azureml_inference_server_http import constants
            from azureml_inference_server_http.server import config, create_app  # noqa: F401 (reads its configuration)
        logs.configure(self._settings.log_payloads)
        if not self._timeout and config.config.scoring_timeout != _SCORING_TIMEOUT_DEFAULT_MS:
            self._timeout = config.config.scoring_timeout / 1000
        script = os.path.dirname(os.path.join(root, self._settings.entry_script))
        source = os.path.join(root, self._settings.source_directory)
        directories = list(dict.fromkeys(map(os.path.normpath, (root, source, script))))
        with imports.user_modules_first(directories, constants.SERVER_ROOT):
            from azureml_inference_server_http.server.entry import app  # loads the script and calls init()
        self._app = app

    def _call(self, request: wsgi.Request) -> wsgi.Response:
        with _Ending() as ending:
            return wsgi.call(self._app, request)
        error = ending.error
        logger.error("The entry script ended its thread", exc_info=error)
        return _message(500, f"run() raised {type(error).__name__}: {error}", run_function_failed=True)

    def _timed(self, request: wsgi.Request, context: func.Context) -> wsgi.Response:
        """The server's own timeout works by signals, which only the main thread gets. A thread cannot be ended: one that
        runs over goes on, its result is dropped."""

        def call() -> wsgi.Response:
            context.thread_local_storage.invocation_id = context.invocation_id
            logs.mark_invocation(True)
            return self._call(request)

        future = self._pool.submit(contextvars.copy_context().run, call)
        if concurrent.futures.wait([future], self._timeout).done:
            return future.result()
        future.cancel()
        logger.error("run() took longer than the scoring timeout of %g s", self._timeout)
        return _message(500, f"Scoring timeout after {self._timeout * 1000:.0f} ms", run_function_failed=True)


def _message(status: int, message: str, *, run_function_failed: bool = False) -> wsgi.Response:
    """An error in the form of the inference server's own."""
    headers = [("Content-Type", "application/json"), ("x-ms-run-function-failed", str(run_function_failed))]
    return wsgi.Response(status, headers, json.dumps({"message": message}).encode())


def _cause(error: BaseException) -> BaseException:
    """The script's exception, where the inference server wrapped it (``user_ex``) and then left with ``SystemExit``."""
    while isinstance(error, SystemExit) and error.__context__ is not None:
        error = error.__context__
    return getattr(error, "user_ex", error)


def _text(body: bytes) -> str:
    try:
        return body[:_PAYLOAD_LENGTH].decode("utf-8")
    except UnicodeDecodeError:
        return f"{len(body)} bytes that are not UTF-8"

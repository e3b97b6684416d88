"""Predictions: calls that wait for a lane, the inference server that makes them there, and what becomes of both."""

from __future__ import annotations

import contextlib
import contextvars
import json
import logging
import math
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote

import azure.functions as func

from . import logs, restart, wsgi
from .inference_server import InferenceServer, cause_of
from .lanes import Call, Ending, Lanes, NotBegun, have_event_loop, start_thread
from .settings import Settings

# Azure's load balancer gives up on an HTTP answer after that long.
_HTTP_SECONDS = 230.0
# HTTP calls that may wait for a lane: what the host lets wait where it holds any back (maxOutstandingRequests).
_MAX_WAITING = 200
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
_MAX_REASON = 300
_MAX_LOGGED = 16_000

_NOT_LOADED = "The entry script could not be loaded. Check the logs for more info."
_UNEXPECTED = "An unexpected error occurred in scoring script. Check the logs for more info."  # the inference server's

logger = logging.getLogger("ml_runtime")


class PredictionError(Exception):
    """A prediction without an HTTP caller failed; the message says why, and the host delivers the payload again."""


class Scoring:
    """The entry script behind ``azureml_inference_server_http.server.entry:app``."""

    def __init__(self, settings: Settings) -> None:
        self._state = "loading"
        self._reason = ""
        self._next_try = 0.0
        self._settings = settings
        self._timeout = settings.scoring_timeout
        self._app: Callable[..., Iterable[bytes]]
        self._lanes = Lanes(settings.concurrent_predictions, self._run)
        self._restart = restart.Restart(self._lanes)

    @property
    def state(self) -> str:
        """``loading``, ``ready``, ``failed`` or ``restarting``."""
        return "restarting" if self._restart.is_decided else self._state

    def start(self) -> None:
        """Starts the thread that loads the script and makes the predictions; returns at once."""
        start_thread("lane-1", self._serve)

    async def answer(self, request: wsgi.Request, context: func.Context) -> wsgi.Response:
        """What the inference server answers an HTTP caller; 503 when the script cannot be asked."""
        with logs.invocation(context):
            if self._restart.is_decided:
                return self._unavailable(restart.REASON)
            if self.state == "failed":
                return self._unavailable(_NOT_LOADED)
            if self._lanes.waiting >= _MAX_WAITING * self._lanes.count:
                return self._unavailable(f"{self._lanes.waiting} calls wait already.")
            longest = self._settings.longest_wait
            seconds = _HTTP_SECONDS if longest is None else min(longest, _HTTP_SECONDS)
            try:
                return await self._lanes.answer(Call(request, seconds, has_caller=True))
            except NotBegun as error:
                logger.error("%s %s was not run. %s", request.method, request.path, error)
                return self._unavailable(str(error))

    async def predict(
        self, body: bytes, content_type: str, properties: Mapping[str, object], context: func.Context
    ) -> bytes:
        """Posts a payload that has no HTTP caller; returns the prediction's body.

        Args:
            properties: what is known of the payload, by header name; the values are percent-encoded.

        Raises:
            PredictionError: the answer is not 2xx, or the script could not be asked in time.
        """
        known = {name: quote(str(value), safe="/:") for name, value in properties.items() if value is not None}
        headers = {"Content-Type": content_type, "X-Request-Id": context.invocation_id, **known}
        with logs.invocation(context):
            try:
                if self._restart.is_due:
                    raise NotBegun(restart.REASON)
                call = Call(wsgi.Request(body, headers), self._settings.longest_wait, has_caller=False)
                response = await self._lanes.answer(call)
            except NotBegun as error:
                raise PredictionError(f"The prediction was not made. {error} {self._reason}".rstrip()) from None
        if not 200 <= response.status < 300:
            raise PredictionError(f"The prediction answered {response.status}: {_text(response.body)}")
        return response.body

    @contextlib.contextmanager
    def errand(self, context: func.Context) -> Iterator[None]:
        """Marks what a trigger does itself before and after a prediction, such as writing it: a restart waits for that.

        Raises:
            PredictionError: the process is about to end.
        """
        with logs.invocation(context):
            if self._restart.is_due:
                raise PredictionError(f"The prediction was not made. {restart.REASON}")
            self._restart.errands += 1
            try:
                yield
            finally:
                self._restart.errands -= 1

    def _unavailable(self, message: str) -> wsgi.Response:
        seconds = restart.SECONDS if self._restart.is_decided else self._next_try - time.monotonic()
        response = _error(503, message)
        response.headers.append(("Retry-After", str(max(1, math.ceil(seconds)))))
        return response

    def _serve(self) -> None:
        """Loads the script, however often that takes, and makes the current thread a lane."""
        server = InferenceServer(self._settings)
        pause = _FIRST_PAUSE_SECONDS
        while True:
            with Ending() as ending:
                have_event_loop()
                logs.send_to_host(log_payloads=self._settings.log_payloads)
                with logs.loggers_kept():
                    self._app = server.load()
            if ending.error is None:
                break
            self._fail(cause_of(ending.error), pause)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        if self._timeout is None:
            self._timeout = server.scoring_timeout
        if self._state == "failed":
            logger.warning("The entry script is loaded now.")
        self._reason = ""
        self._state = "ready"
        if self._timeout is not None:
            start_thread("watchdog", self._restart.watch, self._timeout)
        self._lanes.start()

    def _fail(self, cause: BaseException, pause: float) -> None:
        self._reason = _describe(cause)
        self._next_try = time.monotonic() + pause
        with Ending():  # what a script has done to logging must not keep its failure from being told
            logger.error("Loading failed. %s", self._reason, exc_info=cause)
        self._state = "failed"  # once the log has the reason, for which those look who see the state
        for call in self._lanes.calls:
            if call.has_caller:
                call.refuse(_NOT_LOADED)

    def _run(self, call: Call) -> None:
        """Makes a call. The thread and its context variables are the script's, from ``init()`` on and from call to call."""
        tokens = [(variable, variable.set(value)) for variable, value in call.variables.items()]
        ended = None
        if self._timeout is not None:
            ended = threading.Event()
            call.on_loop(self._start_timeout, call, self._timeout, ended)
        started = time.perf_counter()
        with Ending() as ending:
            response = wsgi.call(self._app, call.request)
        seconds = time.perf_counter() - started
        if ending.error is not None:
            response = _error(500, _UNEXPECTED, run_function_failed=True)
        if ended is not None:
            ended.set()
        with Ending():  # a handler of the script's that raises
            logs.restore()
            if ending.error is not None:
                logger.error("run() raised %s", _describe(ending.error), exc_info=ending.error)
            self._log_answer(call, response, seconds)
        call.answer(response)
        for variable, token in tokens:
            variable.reset(token)

    def _log_answer(self, call: Call, response: wsgi.Response, seconds: float) -> None:
        request = call.request
        if call.is_answered:
            logger.warning("run() ended after %.1f s, past the scoring timeout; its result is dropped", seconds)
            return
        told = f"answered {response.status} in {seconds * 1000:.1f} ms"
        sizes = f"{len(request.body)} bytes in, {len(response.body)} bytes out"
        logger.info("%s %s %s, %s", request.method, request.path, told, sizes)
        if self._settings.log_payloads:
            logger.info("Request: %s", _text(request.body))
            logger.info("Response: %s", _text(response.body))

    def _start_timeout(self, call: Call, seconds: float, ended: threading.Event) -> None:
        """Gives a call that has begun so many seconds. The server's own timeout works by signals, in the main thread only,
        and a thread cannot be ended: one that takes too long keeps its lane, one that takes as long again ends the process.
        """

        def time_out() -> None:
            logger.error("run() took longer than the scoring timeout of %g s", seconds)
            call.answer(_error(500, f"Scoring timeout after {seconds * 1000:.0f} ms", run_function_failed=True))
            start_thread("timeout", contextvars.copy_context().run, wait)

        def wait() -> None:
            if not ended.wait(restart.grace(seconds)):
                self._restart.now(seconds)

        call.after(seconds, time_out)


def _error(status: int, message: str, *, run_function_failed: bool = False) -> wsgi.Response:
    """An error in the form of the inference server's own."""
    headers = [("Content-Type", "application/json"), ("x-ms-run-function-failed", str(run_function_failed))]
    return wsgi.Response(status, headers, json.dumps({"message": message}).encode())


def _describe(error: BaseException) -> str:
    line = traceback.format_exception_only(type(error), error)[-1].strip()
    return re.sub(r"^(\w+\.)+", "", line)[:_MAX_REASON]  # without the module of the exception's class


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")[:_MAX_LOGGED]
    except UnicodeDecodeError:
        return f"{len(body)} bytes that are not UTF-8"

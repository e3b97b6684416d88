"""Where log records go: to the host through the worker's handler, or to the console where the host would drop them."""

from __future__ import annotations

import contextlib
import contextvars
import copy
import functools
import io
import logging
import sys
from collections.abc import Callable, Iterator

import azure.functions as func

_OURS = tuple(map(logging.getLogger, ("ml_runtime", "azmlinfsrv", "azmlinfsrv.print")))
_WORKER_LOGGERS = ("azure_functions_", "azure.functions", "proxy_worker")
# A context variable, so that threads of `asyncio.to_thread` have it too.
_invocation: contextvars.ContextVar[func.Context | None] = contextvars.ContextVar("ml_runtime_invocation", default=None)
_kept: list[logging.Handler] = []


class invocation:
    """Marks what runs in this context as work for an invocation, so that the host takes its records."""

    def __init__(self, context: func.Context) -> None:
        self._context = context

    def __enter__(self) -> None:
        self._token = _invocation.set(self._context)

    def __exit__(self, *_: object) -> None:
        _invocation.reset(self._token)


class _ConsoleHandler(logging.StreamHandler):
    """The host ignores records that belong to no invocation, such as those of ``init()``, but logs what the worker's
    process prints (``GrpcWorkerChannel.Log`` and ``WorkerProcess`` of Azure/azure-functions-host)."""

    def filter(self, record: logging.LogRecord) -> bool:
        return _invocation.get() is None and not record.name.startswith(_WORKER_LOGGERS)


def send_to_host(*, log_payloads: bool) -> None:
    """Sends what the script prints and logs, and the inference server's errors, the way of all other records."""
    root = logging.getLogger()
    if not _kept:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        for handler in root.handlers:
            handler.emit = functools.partial(_emit, handler, handler.emit)
        _tell_the_proxy_worker()
        console = _ConsoleHandler(sys.stdout)
        console.setFormatter(logging.Formatter("%(levelname)s: %(name)s: %(message)s"))
        root.addHandler(console)
        _kept.extend(root.handlers)
    server, prints, trace = map(logging.getLogger, ("azmlinfsrv", "azmlinfsrv.print", "azmlinfsrv.trace"))
    server.handlers.clear()
    server.propagate = True
    server.setLevel(logging.ERROR)
    prints.setLevel(logging.INFO)
    prints.addFilter(_is_news)
    trace.addFilter(_is_news)
    logging.getLogger("ml_runtime").setLevel(logging.INFO)
    if not log_payloads:
        logging.getLogger("local.capture").addFilter(_is_told_nobody)  # the data collector's data


def _is_news(record: logging.LogRecord) -> bool:
    # the inference server's start, and model IDs of a layout that it does not know
    return record.msg not in ("Initializing logger", "Error while fetching model IDs")


def _is_told_nobody(record: logging.LogRecord) -> bool:
    return False


@contextlib.contextmanager
def server_is_quiet() -> Iterator[None]:
    """Keeps the inference server's errors to itself for a while, its configuration's apart."""
    server = logging.getLogger("azmlinfsrv")
    level = server.level
    server.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        server.setLevel(level)


@contextlib.contextmanager
def worker_logging_kept() -> Iterator[None]:
    """Undoes what a ``dictConfig`` (the inference server calls one) or a ``basicConfig(force=True)`` takes away, and what a
    script does to the handlers that were there."""
    root = logging.getLogger()
    handlers = [(handler, handler.formatter, list(handler.filters)) for handler in root.handlers]
    enabled = [logger for logger in root.manager.loggerDict.values() if getattr(logger, "disabled", True) is False]
    try:
        yield
    finally:
        for logger in enabled:
            logger.disabled = False
        for handler, handler.formatter, handler.filters in handlers:
            root.addHandler(handler)


def restore() -> None:
    """Puts back what a call of ``run()`` has taken from the root logger: without it, all later records would be lost."""
    root = logging.getLogger()
    for handler in _kept:
        root.addHandler(handler)  # nothing where it is there
    for logger in _OURS:
        logger.disabled = False


def _emit(handler: logging.Handler, emit: Callable[[logging.LogRecord], None], record: logging.LogRecord) -> None:
    """Gives the worker's handler what the host takes, with the invocation of the record's context."""
    context = _invocation.get()
    if context is None and not record.name.startswith(_WORKER_LOGGERS):
        return  # told on the console
    if context is not None:
        storage = context.thread_local_storage  # where the worker looks in threads that are not its own
        before = getattr(storage, "invocation_id", None)
        storage.invocation_id = context.invocation_id
    try:
        try:
            emit(record)
        except ValueError:  # lone surrogates, as in the name of a file: the channel to the host takes UTF-8 only
            emit(_encodable(record))
    except Exception:
        handler.handleError(record)
    finally:
        if context is not None:
            storage.invocation_id = before


def _tell_the_proxy_worker() -> None:
    """The worker of 3.13 looks elsewhere, at last in what it shares between all calls (``get_current_invocation_id``)."""
    dispatcher = sys.modules.get("proxy_worker.dispatcher")
    find = getattr(dispatcher, "get_current_invocation_id", None)
    if find is not None:
        dispatcher.get_current_invocation_id = lambda: _current_id() or find()


def _current_id() -> str | None:
    context = _invocation.get()
    return None if context is None else context.invocation_id


def _encodable(record: logging.LogRecord) -> logging.LogRecord:
    plain = copy.copy(record)
    plain.msg, plain.args = record.getMessage(), None
    if record.exc_info:
        plain.exc_text = logging.Formatter().formatException(record.exc_info)
    for name in ("msg", "exc_text", "stack_info"):
        text = getattr(plain, name)
        if text is not None:
            setattr(plain, name, text.encode("utf-8", "backslashreplace").decode())
    return plain

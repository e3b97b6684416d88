"""Where log records go: to the host through the worker's handler, or to the console where the host would drop them."""

from __future__ import annotations

import contextlib
import contextvars
import copy
import functools
import logging
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import azure.functions as func

_WORKER_LOGGERS = ("azure_functions_", "azure.functions", "proxy_worker")
_SERVER, _PRINTS, _TRACE = map(logging.getLogger, ("azmlinfsrv", "azmlinfsrv.print", "azmlinfsrv.trace"))
_RUNTIME = logging.getLogger("ml_runtime")

# A context variable, so that threads of `asyncio.to_thread` have it too.
_invocation: contextvars.ContextVar[invocation | None] = contextvars.ContextVar("ml_runtime_invocation", default=None)
_kept: list[tuple[logging.Handler, int, logging.Formatter | None, list[Any]]] = []
_console: TextIO = sys.stdout


class invocation:
    """Marks what runs in this context as work for an invocation, so that the host takes its records."""

    def __init__(self, context: func.Context) -> None:
        self.context = context
        self.is_over = False

    def __enter__(self) -> None:
        self._token = _invocation.set(self)

    def __exit__(self, *_: object) -> None:
        self.is_over = True  # for what goes on in the background
        _invocation.reset(self._token)


def _current() -> func.Context | None:
    current = _invocation.get()
    return None if current is None or current.is_over else current.context


class _ConsoleHandler(logging.StreamHandler):  # type: ignore[type-arg]  # subscriptable from Python 3.11 on
    """The host ignores records that belong to no invocation, such as those of ``init()``, but logs what the worker's
    process prints (``GrpcWorkerChannel.Log`` and ``WorkerProcess`` of Azure/azure-functions-host)."""

    def filter(self, record: logging.LogRecord) -> bool:
        return _current() is None and not record.name.startswith(_WORKER_LOGGERS)


def send_to_host(*, log_payloads: bool) -> None:
    """Sends what the script prints and logs, and the inference server's errors, the way of all other records."""
    if not _kept:
        _take_over()
    _SERVER.handlers.clear()
    _SERVER.propagate = True
    _SERVER.setLevel(logging.ERROR)
    _PRINTS.setLevel(logging.INFO)
    _PRINTS.addFilter(_is_news)
    _TRACE.addFilter(_is_news)
    _RUNTIME.setLevel(logging.INFO)
    if not log_payloads:
        logging.getLogger("local.capture").addFilter(_is_told_nobody)  # the data collector's data


def _take_over() -> None:
    global _console
    root = logging.getLogger()
    for handler in root.handlers:
        handler.emit = functools.partial(_emit, handler, handler.emit)  # type: ignore[method-assign]
    # The worker's own records take a way of their own: not through what a script adds to the root logger.
    for name, logger in list(root.manager.loggerDict.items()):
        if name.startswith(_WORKER_LOGGERS) and isinstance(logger, logging.Logger) and logger.parent is root:
            logger.handlers += [handler for handler in root.handlers if handler not in logger.handlers]
            logger.propagate = False
    _tell_the_proxy_worker()
    # a descriptor of its own, as scripts close standard output
    _console = open(os.dup(1), "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    console = _ConsoleHandler(_console)
    console.setFormatter(logging.Formatter("%(levelname)s: %(name)s: %(message)s"))
    root.addHandler(console)
    _kept.extend((handler, handler.level, handler.formatter, list(handler.filters)) for handler in root.handlers)
    # a forked child has no channel to the host
    os.register_at_fork(after_in_child=functools.partial(_invocation.set, None))


def _is_news(record: logging.LogRecord) -> bool:
    # the inference server's start, and model IDs of a layout that it does not know
    return record.msg not in ("Initializing logger", "Error while fetching model IDs")


def _is_told_nobody(record: logging.LogRecord) -> bool:
    return False


@contextlib.contextmanager
def server_is_quiet() -> Iterator[None]:
    """Keeps the inference server's errors to itself for a while, its configuration's apart."""
    level = _SERVER.level
    _SERVER.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        _SERVER.setLevel(level)


@contextlib.contextmanager
def loggers_kept() -> Iterator[None]:
    """Switches loggers on again that a ``dictConfig`` (the inference server calls one) switches off, and restores."""
    loggers = [logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    enabled = [logger for logger in loggers if not logger.disabled]
    try:
        yield
    finally:
        for logger in enabled:
            logger.disabled = False
        restore()


def restore() -> None:
    """Puts back what a script has taken from the root logger or changed there: all later records would be lost."""
    for handler, level, formatter, filters in _kept:
        if handler not in logging.root.handlers:
            logging.root.addHandler(handler)
        if handler.level != level or handler.formatter is not formatter or handler.filters != filters:
            handler.level, handler.formatter, handler.filters = level, formatter, filters[:]
    _RUNTIME.disabled = _SERVER.disabled = _PRINTS.disabled = False
    have_stdout()


def have_stdout() -> None:
    """Gives the worker, which flushes ``sys.stdout`` after each invocation, another one where a script has closed it."""
    if sys.stdout is None or getattr(sys.stdout, "closed", False):
        sys.stdout = _console


def _emit(handler: logging.Handler, emit: Callable[[logging.LogRecord], None], record: logging.LogRecord) -> None:
    """Gives the worker's handler what the host takes, with the invocation of the record's context."""
    context = _current()
    if context is None and not record.name.startswith(_WORKER_LOGGERS):
        return  # told on the console
    if context is not None:
        storage: Any = context.thread_local_storage  # where the worker looks in threads that are not its own
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
    dispatcher: Any = sys.modules.get("proxy_worker.dispatcher")
    find = getattr(dispatcher, "get_current_invocation_id", None)
    if find is None:
        return

    def current_id() -> str | None:
        context = _current()
        found: str | None = find() if context is None else context.invocation_id
        return found

    dispatcher.get_current_invocation_id = current_id


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

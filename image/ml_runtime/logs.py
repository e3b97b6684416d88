"""Where log records go: to the host through the worker's handler, or to the console where the host would drop them."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Iterator

_WORKER_LOGGERS = ("azure_functions_", "azure.functions", "proxy_worker")
_thread = threading.local()


@contextlib.contextmanager
def invocation() -> Iterator[None]:
    """Marks the current thread as working for an invocation, so that the host takes its records."""
    _thread.in_invocation = True
    try:
        yield
    finally:
        _thread.in_invocation = False


class _ConsoleHandler(logging.StreamHandler):
    """The host ignores records that belong to no invocation, such as those of ``init()``, but logs what the worker's
    process prints (``GrpcWorkerChannel.Log`` and ``WorkerProcess`` of Azure/azure-functions-host)."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not getattr(_thread, "in_invocation", False) and not record.name.startswith(_WORKER_LOGGERS)


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


def send_to_host(*, log_payloads: bool) -> None:
    """Sends what the script prints and logs, and the inference server's errors, the way of all other records."""
    root = logging.getLogger()
    if not any(isinstance(handler, _ConsoleHandler) for handler in root.handlers):
        console = _ConsoleHandler(sys.stdout)
        console.setFormatter(logging.Formatter("%(levelname)s: %(name)s: %(message)s"))
        root.addHandler(console)
    server, prints, trace = map(logging.getLogger, ("azmlinfsrv", "azmlinfsrv.print", "azmlinfsrv.trace"))
    server.handlers.clear()
    server.propagate = True
    server.setLevel(logging.ERROR)
    prints.setLevel(logging.INFO)
    prints.addFilter(lambda record: record.msg != "Initializing logger")
    trace.addFilter(lambda record: record.msg != "Error while fetching model IDs")  # of a layout it does not know
    logging.getLogger("ml_runtime").setLevel(logging.INFO)
    if not log_payloads:
        logging.getLogger("local.capture").addFilter(lambda record: False)  # the data collector's data

"""The end of a worker process whose calls do not end: the host starts another one."""

from __future__ import annotations

import contextlib
import faulthandler
import glob
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from .lanes import Lanes

REASON = "The worker process restarts."
# About how long the host takes to have another worker process.
SECONDS = 5.0

# With this exit code the host takes the end of a worker process for intended: it starts another one and counts no failure
# (WorkerConstants.IntentionalRestartExitCode of Azure/azure-functions-host).
_INTENDED = 200
# Of a run() past its timeout: another process has to load the model before it predicts.
_SHORTEST_GRACE_SECONDS = 3.0
# How long answers may take to get out of the event loop, what triggers do with them, and all to get out of the process.
_ANSWER_SECONDS = 10.0
_ERRAND_SECONDS = 60.0
_FLUSH_SECONDS = 1.0
_LAST_FLUSH_SECONDS = 0.2
_WATCHDOG_SECONDS = 5.0

logger = logging.getLogger("ml_runtime")


def grace(timeout: float) -> float:
    """Seconds that a call may take past its timeout before it ends the process."""
    return max(timeout, _SHORTEST_GRACE_SECONDS)


class Restart:
    """Ends the process, once.

    Attributes:
        is_decided: whether it ends, so that no call is taken from an HTTP caller any more.
        is_due: whether it ends within an instant, so that no other call is taken either.
        errands: how many invocations have something to do besides their call. The event loop counts.
    """

    is_decided = False
    is_due = False
    errands = 0

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._once = threading.Lock()

    def now(self, timeout: float) -> None:
        """Ends the process when all calls have their answers; those that have begun get ``timeout`` seconds.

        The host never ends a call that it still has with a process which exits like this. So all that wait are refused: HTTP
        callers at once, others at the last moment, as the host delivers their payloads again without delay.
        """
        if not self._once.acquire(blocking=False):
            return
        self.is_decided = True
        logger.error("run() does not end: the worker process does, and the host starts another one")
        sys.setswitchinterval(0.0001)  # what still runs may leave no time to others
        self._lanes.close()
        refused = [call for call in self._lanes.calls if call.has_caller]
        for call in refused:
            call.refuse(REASON)
        _wait_while(lambda: any(call.has_begun for call in self._lanes.calls), timeout + _ANSWER_SECONDS)
        time.sleep(_FLUSH_SECONDS + len(refused) / 100)
        self.is_due = True
        for call in self._lanes.calls:
            call.refuse(REASON)
        _wait_while(lambda: self._lanes.calls, _ANSWER_SECONDS)
        _wait_while(lambda: self.errands, _ERRAND_SECONDS)
        time.sleep(_LAST_FLUSH_SECONDS)
        _end_children()
        os._exit(_INTENDED)

    def watch(self, timeout: float) -> None:
        """Has the process end, with a traceback of all threads, when for a while no other thread gets to run: code that
        keeps the interpreter to itself, such as a regular expression, keeps timeouts from being noticed as well. The exit
        code is 1 then, which is not to be chosen."""
        while True:
            seconds = timeout + grace(timeout) + _WATCHDOG_SECONDS
            try:
                faulthandler.dump_traceback_later(seconds, exit=True, file=2)
            except OSError:  # the script has closed standard error
                return
            time.sleep(_WATCHDOG_SECONDS / 5)


def _wait_while(goes_on: Callable[[], object], seconds: float) -> None:
    latest = time.monotonic() + seconds
    while goes_on() and time.monotonic() < latest:
        time.sleep(0.02)


def _end_children() -> None:
    """Ends the script's processes, which would live on with their copies of the model."""
    for children in glob.glob("/proc/self/task/*/children"):
        with contextlib.suppress(OSError), open(children) as file:
            for child in file.read().split():
                os.kill(int(child), signal.SIGKILL)

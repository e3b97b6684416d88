"""Lanes: plain threads that make one call after the other, and the calls that wait for their turn."""

from __future__ import annotations

import asyncio
import contextvars
import ctypes
import math
import queue
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from . import wsgi

# Less keeps health prompter beside lanes of Python code, and costs throughput where lanes wait: a tenth at 0.5 ms.
_SWITCH_SECONDS = 0.002


class NotBegun(Exception):
    """A call whose turn never came; the message says why."""


class Call:
    """A request on its way through a lane. It is answered once, on the event loop that it came from.

    Attributes:
        request: what the inference server is asked.
        seconds: how long it may wait for its turn, None for as long as it takes.
        expires_at: when that is over, in the time of the event loop.
        variables: the context variables of the invocation.
        has_caller: whether an HTTP caller waits for the answer.
    """

    def __init__(self, request: wsgi.Request, seconds: float | None, *, has_caller: bool) -> None:
        self.request = request
        self.seconds = seconds
        self.has_caller = has_caller
        self.variables = contextvars.copy_context()
        self._loop = asyncio.get_running_loop()
        self.expires_at = math.inf if seconds is None else self._loop.time() + seconds
        self._result: asyncio.Future[wsgi.Response | str] = self._loop.create_future()
        self._turn = threading.Lock()
        self._timeout: asyncio.TimerHandle | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the call's turn has come."""
        return self._turn.locked()

    @property
    def is_answered(self) -> bool:
        """Whether the call has its answer, which is that of the scoring timeout where ``run()`` still runs."""
        return self._result.done()

    async def wait(self) -> wsgi.Response:
        """The answer; raises NotBegun when the turn has not come in time."""
        try:
            result = await self._result
        finally:
            if self._timeout is not None:
                self._timeout.cancel()
        if isinstance(result, str):
            raise NotBegun(result)
        return result

    def claim(self) -> bool:
        """Claims the call; True for the first claimant only."""
        return self._turn.acquire(blocking=False)

    def refuse(self, reason: str) -> None:
        """Ends a call that has not begun with NotBegun. Any thread may ask."""
        if self.claim():
            # a lane that hangs keeps the call, not the payload
            self.request, self.variables = wsgi.Request(b"", {}), contextvars.Context()
            self.on_loop(self._finish, reason)

    def answer(self, response: wsgi.Response) -> None:
        """Answers a call that has begun, unless it is answered. Any thread may ask."""
        self.on_loop(self._finish, response)

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        """Does something on the event loop unless the call has been answered before. The event loop asks, once."""
        self._timeout = self._loop.call_later(seconds, action)

    def on_loop(self, action: Callable[..., object], *arguments: object) -> None:
        """Does something on the event loop. Any thread may ask."""
        try:
            self._loop.call_soon_threadsafe(action, *arguments)
        except RuntimeError:  # the loop is closed: nobody waits
            pass

    def _finish(self, result: wsgi.Response | str) -> None:
        if not self._result.done():
            self._result.set_result(result)


class Lanes:
    """The calls that wait, and the threads that make them.

    Args:
        count: how many calls are made at a time.
        run: makes a call that has begun, and answers it.
    """

    def __init__(self, count: int, run: Callable[[Call], None]) -> None:
        self.count = count
        self._run = run
        self._calls: set[Call] = set()
        self._queue: queue.SimpleQueue[Call] = queue.SimpleQueue()
        self._running: dict[int, Call] = {}  # by thread
        self._sweeps_at = math.inf
        self._are_closed = False

    @property
    def calls(self) -> list[Call]:
        """The calls that have not been answered, waiting or begun."""
        return list(self._calls)  # copied without a switch of threads

    @property
    def waiting(self) -> int:
        """How many calls wait; a few more while lanes change from one to the next."""
        return max(0, len(self._calls) - self.count)

    async def answer(self, call: Call) -> wsgi.Response:
        """Waits for a call's turn and for its answer; raises NotBegun."""
        self._calls.add(call)
        self._queue.put(call)
        if call.expires_at < self._sweeps_at:
            self._sweep_at(call.expires_at)
        try:
            return await call.wait()
        finally:
            self._calls.discard(call)

    def start(self) -> None:
        """Makes the current thread a lane, for good, and starts the others with its context variables."""
        if self.count > 1:  # calls of Python code would keep the event loop, and with it health, from its turns
            sys.setswitchinterval(_SWITCH_SECONDS)
        for number in range(1, self.count):
            start_thread(f"lane-{number + 1}", contextvars.copy_context().run, self._serve)
        self._serve()

    def close(self) -> None:
        """Lets no further call begin, and interrupts what still runs though it is answered: busy loops would take the
        interpreter from everybody else. Nothing can be done where it waits, or runs native code."""
        self._are_closed = True
        for thread, call in list(self._running.items()):
            if call.is_answered:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(SystemExit))

    def _sweep_at(self, when: float) -> None:
        # one timer for all calls, as one each would be most of what a call costs
        self._sweeps_at = when
        if when < math.inf:
            asyncio.get_running_loop().call_at(when, self._sweep)

    def _sweep(self) -> None:
        """Refuses the calls that have waited too long."""
        now = asyncio.get_running_loop().time()
        waiting = [call for call in self._calls if not call.has_begun]
        for call in waiting:
            if call.expires_at <= now:
                call.refuse(f"Its turn had not come after {call.seconds:g} s.")
        self._sweep_at(min((call.expires_at for call in waiting if call.expires_at > now), default=math.inf))

    def _serve(self) -> None:
        have_event_loop()
        while not self._are_closed:
            with Ending():
                self._serve_calls()
            # Scripts stop a slow run() by an exception that another thread raises in this one; it may come late, and strike here.
            for call in self.calls:
                if not call.has_begun:
                    self._queue.put(call)

    def _serve_calls(self) -> None:
        thread = threading.get_ident()
        while not self._are_closed:
            call = self._queue.get()
            if not self._are_closed and call.claim():
                self._running[thread] = call
                self._run(call)
                del self._running[thread]
            del call  # not to hold the payload until the next one comes


class Ending:
    """Holds whatever ended a block. Scripts call ``sys.exit()`` and raise what is no Exception; left alone, that would
    end a lane and leave calls without an answer."""

    error: BaseException | None = None

    def __enter__(self) -> Ending:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        self.error = error
        return True


def have_event_loop() -> None:
    """Gives a thread what the main thread, where Azure ML calls scripts, has: ``asyncio.get_event_loop()`` works."""
    if getattr(_thread, "loop", None) is None:
        _thread.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_thread.loop)


def start_thread(name: str, target: Callable[..., Any], *arguments: Any) -> None:
    """A plain thread: children that ``multiprocessing`` forks in a pool's thread wait for that pool when they end."""
    threading.Thread(target=target, args=arguments, name=f"ml-runtime-{name}", daemon=True).start()


_thread = threading.local()

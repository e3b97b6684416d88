"""Lanes: plain threads that make one call after the other, and the calls that wait for their turn."""

from __future__ import annotations

import asyncio
import contextvars
import ctypes
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any

from . import wsgi

_SWITCH_SECONDS = 0.0005


class NotBegun(Exception):
    """A call whose turn never came; the message says why."""


class Call:
    """A request on its way through a lane. It is answered once, on the event loop that it came from.

    Attributes:
        request: what the inference server is asked.
        variables: the context variables of the invocation.
        has_caller: whether an HTTP caller waits for the answer.
    """

    def __init__(self, request: wsgi.Request, *, has_caller: bool) -> None:
        self.request = request
        self.has_caller = has_caller
        self.variables = contextvars.copy_context()
        self._loop = asyncio.get_running_loop()
        self._result: asyncio.Future[wsgi.Response | str] = self._loop.create_future()
        self._turn = threading.Lock()
        self._timers: list[asyncio.TimerHandle] = []

    @property
    def has_begun(self) -> bool:
        """Whether the call's turn has come."""
        return self._turn.locked()

    @property
    def is_answered(self) -> bool:
        """Whether the call has its answer, which is that of the scoring timeout where ``run()`` still runs."""
        return self._result.done()

    async def wait(self, seconds: float | None) -> wsgi.Response:
        """The answer; raises NotBegun when the turn has not come within ``seconds``."""
        if seconds is not None:
            self.after(seconds, lambda: self.refuse(f"Its turn had not come after {seconds:g} s."))
        try:
            result = await self._result
        finally:
            for timer in self._timers:
                timer.cancel()
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
            self._finish(reason)

    def answer(self, response: wsgi.Response) -> None:
        """Answers a call that has begun, unless it is answered. Any thread may ask."""
        self._finish(response)

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        """Does something on the event loop unless the call has been answered before."""
        self._timers.append(self._loop.call_later(seconds, action))

    def on_loop(self, action: Callable[[], object]) -> None:
        """Does something on the event loop. Any thread may ask."""
        try:
            self._loop.call_soon_threadsafe(action)
        except RuntimeError:  # the loop is closed: nobody waits
            pass

    def _finish(self, result: wsgi.Response | str) -> None:
        def finish() -> None:
            if not self._result.done():
                self._result.set_result(result)

        self.on_loop(finish)


class Lanes:
    """The calls that wait, and the threads that make them.

    Args:
        count: how many calls are made at a time.
        run: makes a call that has begun, and answers it; never raises.
    """

    def __init__(self, count: int, run: Callable[[Call], None]) -> None:
        self.count = count
        self._run = run
        self._calls: set[Call] = set()
        self._queue: queue.SimpleQueue[Call] = queue.SimpleQueue()
        self._running: dict[int, Call] = {}  # by thread
        self._are_closed = False

    @property
    def calls(self) -> list[Call]:
        """The calls that have not been answered, waiting or begun."""
        return list(self._calls)  # copied without a switch of threads

    @property
    def waiting(self) -> int:
        """How many calls wait; a few more while lanes change from one to the next."""
        return max(0, len(self._calls) - self.count)

    async def answer(self, call: Call, seconds: float | None) -> wsgi.Response:
        """Waits for a call's turn, ``seconds`` at most, and for its answer; raises NotBegun."""
        self._calls.add(call)
        self._queue.put(call)
        try:
            return await call.wait(seconds)
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

    def _serve(self) -> None:
        have_event_loop()
        thread = threading.get_ident()
        while True:
            call = self._queue.get()
            if self._are_closed:
                return
            if call.claim():
                self._running[thread] = call
                self._run(call)
                del self._running[thread]
            del call  # not to hold the payload until the next one comes


def have_event_loop() -> None:
    """Gives a thread what the main thread, where Azure ML calls scripts, has: ``asyncio.get_event_loop()`` works."""
    if getattr(_thread, "loop", None) is None:
        _thread.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_thread.loop)


def start_thread(name: str, target: Callable[..., Any], *arguments: Any) -> None:
    """A plain thread: children that ``multiprocessing`` forks in a pool's thread wait for that pool when they end."""
    threading.Thread(target=target, args=arguments, name=f"ml-runtime-{name}", daemon=True).start()


_thread = threading.local()

"""What a trigger's function is called with, and returns, when the command ``try`` runs it on a user's machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

# The function that a trigger's module registers as ``score``.
Function = Callable[..., Awaitable[Any]]


class Output:
    """Takes the place of an output binding."""

    value: bytes | str = b""

    def set(self, value: bytes | str) -> None:
        self.value = value


@dataclass(frozen=True)
class Sample:
    """A payload in a file.

    Attributes:
        body: bytes of the file.
        name: of the file, without its directory.
        content_type: what the caller says of it, if anything.
        context: the invocation's, as the worker gives it.
        output: what the function writes its prediction to, where it has an output binding.
    """

    body: bytes
    name: str
    content_type: str | None
    context: Any
    output: Output = field(default_factory=Output)


@dataclass(frozen=True)
class Answer:
    """A prediction, with the status where the trigger has one."""

    body: bytes
    status: int | None = None

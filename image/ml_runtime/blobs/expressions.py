"""What the Functions host makes of an expression in braces, in the path of an output.

After ``BindingTemplateToken``, ``BindingParameterResolver``, ``SystemBindingData`` and ``BindingDataPathHelper`` of
Azure/azure-webjobs-sdk. Only what can be told exactly without the host is known here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

ALLOWED = (
    "blobtrigger, rand-guid and sys.randguid with the formats N, D, B, P, datetime and sys.utcnow with .NET's letters for "
    "parts of a time, such as {datetime:yyyy-MM-dd}"
)


@dataclass(frozen=True)
class Binding:
    """What expressions are evaluated with.

    Attributes:
        names: what the names of the input path stand for, by lower-case name.
        path: of the blob that is predicted, container first.
        time: of the output, UTC.
    """

    names: Mapping[str, str]
    path: str
    time: datetime


Evaluate = Callable[[Binding], str]


def evaluator(expression: str, bound: Collection[str]) -> Evaluate | None:
    """How an expression is evaluated; None for one that is not known here.

    Args:
        bound: the names of the input path, in lower case. They come before what the host has of its own.
    """
    key = expression.lower()
    if key in bound:
        return lambda binding: binding.names[key]
    if key == "blobtrigger":
        return lambda binding: binding.path
    name, _, form = expression.partition(":")
    name, form = name.lower(), form if form.strip() else ""
    if name.startswith("sys.") and "sys" in bound:
        return None
    if name in ("rand-guid", "sys.randguid"):
        return _guid(form)
    if (
        name == "datetime" and "." in form
    ):  # the host takes what follows a period for the name of a property, and drops it
        return None
    return _time(form or "yyyy-MM-ddTHH-mm-ssK") if name in ("datetime", "sys.utcnow") else None


def _guid(form: str) -> Evaluate | None:
    """A new GUID, in a format of .NET."""
    write = _GUIDS.get(form.upper())
    return None if write is None else lambda binding: write(uuid.uuid4())


def _time(form: str) -> Evaluate | None:
    """The time, in a custom format of .NET."""
    if len(form) == 1 or re.search(r"['\"\\%]", form):  # a letter alone stands for a whole format
        return None
    parts: list[Callable[[datetime], str] | str] = []
    for run in re.finditer(r"(.)\1*", form, re.DOTALL):
        part = _TIMES.get(run[0])
        if part is None and run[1] in _TIME_LETTERS:
            return None
        parts.append(part or run[0])
    return lambda binding: "".join(part if isinstance(part, str) else part(binding.time) for part in parts)


_GUIDS: dict[str, Callable[[uuid.UUID], str]] = {
    "": str,
    "N": lambda guid: guid.hex,
    "D": str,
    "B": lambda guid: f"{{{guid}}}",
    "P": lambda guid: f"({guid})",
}

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings, in the invariant culture
_TIMES: dict[str, Callable[[datetime], str]] = {
    "yyyy": lambda time: f"{time.year:04}",
    "yy": lambda time: f"{time.year % 100:02}",
    "MMMM": lambda time: _MONTHS[time.month - 1],
    "MMM": lambda time: _MONTHS[time.month - 1][:3],
    "MM": lambda time: f"{time.month:02}",
    "M": lambda time: str(time.month),
    "dddd": lambda time: _DAYS[time.weekday()],
    "ddd": lambda time: _DAYS[time.weekday()][:3],
    "dd": lambda time: f"{time.day:02}",
    "d": lambda time: str(time.day),
    "HH": lambda time: f"{time.hour:02}",
    "H": lambda time: str(time.hour),
    "hh": lambda time: f"{(time.hour - 1) % 12 + 1:02}",
    "h": lambda time: str((time.hour - 1) % 12 + 1),
    "mm": lambda time: f"{time.minute:02}",
    "m": lambda time: str(time.minute),
    "ss": lambda time: f"{time.second:02}",
    "s": lambda time: str(time.second),
    "fff": lambda time: f"{time.microsecond // 1000:03}",
    "ffffff": lambda time: f"{time.microsecond:06}",
    "tt": lambda time: "AM" if time.hour < 12 else "PM",
    "K": lambda time: "Z",
}
_TIME_LETTERS = frozenset("dfFgGhHKmMstyz")

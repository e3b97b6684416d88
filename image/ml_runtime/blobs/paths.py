"""Paths of blobs with names in braces, read and bound as the Functions host does it for its own blob bindings.

After ``NameResolverExtensions``, ``BindingTemplateParser`` and ``BindingTemplateSource`` of Azure/azure-webjobs-sdk, and
``BlobPathSource`` and ``BlobNameValidationAttribute`` of Microsoft.Azure.WebJobs.Extensions.Storage.Blobs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import NamedTuple

from ..settings import SettingsError, required
from .expressions import ALLOWED, Binding, evaluator

# Longest name of a blob, in characters.
MOST_CHARACTERS = 1024

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]")
_LETTERS = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nl")
_OTHERS = ("Nd", "Pc", "Mn", "Mc", "Cf")


class PathError(ValueError):
    """A path that names no blob; the message says why."""


class InputPath:
    """The blobs that are predicted.

    Attributes:
        container: that holds them.
        names: those in braces, in lower case, as the host tells none apart by case.

    Raises:
        SettingsError: the host could not read what the setting says.
    """

    def __init__(self, setting: str, values: Mapping[str, str]) -> None:
        self._text = _with_settings(setting, values)
        self.container, tokens = _parse(setting, self._text)
        names = [token.text for token in tokens if token.is_expression]
        unfit = [name for name in names if not _is_identifier(name)]
        if unfit or len({name.lower() for name in names}) != len(set(names)):
            raise SettingsError(
                f"The app setting {setting} is {self._text!r}: allowed in braces are names of letters, digits and underscores "
                "that differ in more than upper and lower case."
            )
        self.names = [name.lower() for name in names]
        self._literals = [""]  # before, between and after the names
        for token in tokens:
            if token.is_expression:
                self._literals.append("")
            else:
                self._literals[-1] += token.text

    def bind(self, path: str) -> dict[str, str] | None:
        """What the names stand for in the path of a blob; None where it does not fit.

        The host's regular expression has ``(.*)`` for each name, which takes as much as it can: what stands between two names
        is found as far right as possible. Searching from the right finds the same, in a time that no path can stretch.
        """
        if not self.names:  # the host compares with the text as it is then, doubled braces and all
            return {} if path == self._text else None
        first, *between, last = self._literals
        if len(path) < len(first) + len(last) or not path.startswith(first) or not path.endswith(last):
            return None
        end = len(path) - len(last)
        found = []
        for literal in reversed(between):
            start = path.rfind(literal, len(first), end)
            if start < 0:
                return None
            found.append(path[start + len(literal) : end])
            end = start
        found.append(path[len(first) : end])
        return dict(zip(self.names, reversed(found), strict=True))  # of a name that stands twice, what is found last


class OutputPath:
    """Where predictions are written.

    Args:
        bound: the names of the input path.

    Raises:
        SettingsError: the host could not read what the setting says, or has an expression for it that is not known here.
    """

    def __init__(self, setting: str, values: Mapping[str, str], bound: list[str]) -> None:
        text = _with_settings(setting, values)
        _, tokens = _parse(setting, text)
        self._parts = [evaluator(token.text, bound) if token.is_expression else token.text for token in tokens]
        unknown = [token.text for token, part in zip(tokens, self._parts, strict=True) if part is None]
        if unknown:
            raise SettingsError(
                f"The app setting {setting} has the expression {{{unknown[0]}}}: allowed are names that the input path binds "
                f"({', '.join(bound) or 'none'}), {ALLOWED}."
            )

    def bind(self, names: Mapping[str, str], path: str) -> str:
        """The path for the output of a blob whose path has been bound; raises PathError."""
        binding = Binding(names, path, datetime.now(timezone.utc))
        output = "".join(part(binding) if callable(part) else str(part) for part in self._parts)
        check_name(output.partition("/")[2])
        if "\\" in output or output.endswith((".", "/")):
            raise PathError(f"{output!r} has a backslash, or ends with a period or a slash")
        return output


def check_name(name: str) -> None:
    """Raises PathError unless a blob can have a name, and that spelling alone.

    ``.`` and ``..`` are steps from folder to folder for whatever may stand between here and the blob, with a backslash as well.
    https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
    """
    if not 0 < len(name) <= MOST_CHARACTERS:
        raise PathError(f"the name of the blob has {len(name)} characters: allowed are 1 to {MOST_CHARACTERS}")
    if any(segment in (".", "..") for segment in re.split(r"[/\\]", name)):
        raise PathError("a folder in the name of the blob is . or ..")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise PathError("the name of the blob has control characters")


class _Token(NamedTuple):
    text: str
    is_expression: bool


def _with_settings(setting: str, values: Mapping[str, str]) -> str:
    """What a setting says, with the values of those that it names between percent signs."""
    text = required(values, setting)
    known = {_key(name): value for name, value in values.items()}

    def value_of(reference: re.Match[str]) -> str:
        value = known.get(_key(reference[1]))
        if value is None:
            raise SettingsError(f"The app setting {setting} needs the app setting {reference[1]!r}, which is missing.")
        return value

    if text.count("%") % 2:
        raise SettingsError(f"The app setting {setting} is {text!r}: percent signs stand around the name of a setting.")
    return re.sub("%([^%]*)%", value_of, text)


def _key(name: str) -> str:
    """A name as the host's configuration has it."""
    return name.lower().replace("__", ":")


def _parse(setting: str, text: str) -> tuple[str, list[_Token]]:
    """The container of a path, and the tokens of all of it."""
    container, _, name = text.partition("/")
    if not container or not name or re.search(r"[\\{}]", container):
        raise SettingsError(
            f"The app setting {setting} is {text!r}: allowed is container/blob, without braces in the first."
        )
    tokens = []
    for found in _TOKEN.finditer(text):
        if found[0] in ("{", "}", "{}"):
            raise SettingsError(f"The app setting {setting} is {text!r}: braces stand around a name, or are doubled.")
        literal = found[0][0] if found[0] in ("{{", "}}") else found[0]
        tokens.append(_Token(literal, False) if found[1] is None else _Token(found[1], True))
    return container, tokens


def _is_identifier(name: str) -> bool:
    """Whether C# would take a name."""
    first, *others = (unicodedata.category(character) for character in name)
    return (first in _LETTERS or name[0] == "_") and all(category in _LETTERS + _OTHERS for category in others)

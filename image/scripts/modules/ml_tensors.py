"""Reads the inputs of an ONNX model from a JSON payload, and writes its outputs:

    {"X": [[0.04, 0.06]]}                                      inputs by name
    [[0.04, 0.06]]                                             the only input
    [[[0.04, 0.06]], [[1]]]                                    several inputs in the order of the file, each whole
    {"columns": ["age", "bmi"], "data": [[0.04, 0.06]]}        rows, of a model with one input a column or one input in all

or each of them below one of the keys input_data, inputs, data and dataframe_split. Shapes and types are those of the file; null
is NaN. TypeError or ValueError say what is expected of a payload that does not fit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol

import numpy

KEYS = ("input_data", "inputs", "data", "dataframe_split")

# By the name of a type in the file: the type in numpy, and those of Python's that JSON may have for it.
TYPES: dict[str, tuple[str, set[type]]] = {
    "tensor(bool)": ("bool", {bool}),
    "tensor(string)": ("object", {str}),
    **{f"tensor({name}{bits})": (f"{name}{bits}", {int}) for name in ("int", "uint") for bits in (8, 16, 32, 64)},
    "tensor(float16)": ("float16", {int, float, type(None)}),
    "tensor(float)": ("float32", {int, float, type(None)}),
    "tensor(double)": ("float64", {int, float, type(None)}),
}


class Input(Protocol):
    """What ONNX Runtime tells of an input. A size may have a name, and is None where the file leaves it open."""

    name: str
    type: str
    shape: Sequence[int | str | None]


def check_inputs(inputs: Sequence[Input]) -> None:
    """Raises TypeError for an input that no payload can hold, such as a sequence."""
    for expected in inputs:
        if expected.type not in TYPES:
            raise TypeError(f"JSON cannot hold the input {expected.name}, {expected.type}: write a script for it.")


def read_tensors(data: str, inputs: Sequence[Input]) -> dict[str, Any]:
    """The tensor of each input, by name."""
    values = _by_name(json.loads(data), {expected.name: expected for expected in inputs})
    sizes: dict[str, int] = {}
    return {expected.name: _tensor(expected, values[expected.name], sizes) for expected in inputs}


def write_outputs(names: Sequence[str], outputs: Sequence[Any]) -> Any:
    """The only output, or several by name, as JSON has them."""
    plain = [_plain(output) for output in outputs]
    return plain[0] if len(plain) == 1 else dict(zip(names, plain, strict=True))


def _by_name(body: Any, inputs: dict[str, Input]) -> dict[str, Any]:
    """The values of all inputs, of a payload in any form."""
    if isinstance(body, dict) and len(body) == 1 and not body.keys() <= inputs.keys():
        ((key, value),) = body.items()
        body = value if key in KEYS else body
    if isinstance(body, dict) and {"columns", "data"} <= body.keys() and not body.keys() <= inputs.keys():
        body = _of_table(body["columns"], body["data"], inputs)
    if not isinstance(body, dict) and len(inputs) == 1:
        body = dict.fromkeys(inputs, body)
    if isinstance(body, list) and len(body) == len(inputs):
        body = dict(zip(inputs, body, strict=True))
    if not isinstance(body, dict) or body.keys() != inputs.keys():
        found = ", ".join(map(str, body)) or "nothing" if isinstance(body, dict) else f"a {type(body).__name__}"
        raise ValueError(f"Expected {', '.join(map(_told, inputs.values()))}. Found {found}.")
    return body


def _of_table(names: Any, rows: Any, inputs: dict[str, Input]) -> Any:
    """The columns of a table by name, or all of it where the model has one input that is no column."""
    if not isinstance(names, list) or not isinstance(rows, list):
        raise ValueError("Expected a list of columns and one of data.")
    if any(not isinstance(row, list) or len(row) != len(names) for row in rows):
        raise ValueError(f"Expected rows of {len(names)} values in data, one a column.")
    columns = {name: [[row[index]] for row in rows] for index, name in enumerate(names)}
    return rows if len(inputs) == 1 and columns.keys() != inputs.keys() else columns


def _tensor(expected: Input, value: Any, sizes: dict[str, int]) -> Any:
    """A value with the type of its input, whose shape must fit; ``sizes`` are those of the file's named dimensions."""
    dtype, types = TYPES[expected.type]
    given = numpy.asarray(value, dtype=object)
    if not {type(each) for each in given.flat} <= types:
        raise ValueError(f"Expected {_told(expected)}. Found values that are not of its type.")
    try:
        with numpy.errstate(over="raise"):
            array = given.astype(dtype)
    except ArithmeticError as error:
        raise ValueError(f"Expected {_told(expected)}. {error}.") from None
    if len(array.shape) == len(expected.shape):
        pairs = zip(expected.shape, array.shape, strict=True)
        wanted = [sizes.setdefault(size, found) if isinstance(size, str) else size for size, found in pairs]
        if all(size in (None, found) for size, found in zip(wanted, array.shape, strict=True)):
            return array
    raise ValueError(f"Expected {_told(expected)}. Found the shape {list(array.shape)}.")


def _told(expected: Input) -> str:
    sizes = ("any" if size is None else str(size) for size in expected.shape)
    return f"{expected.name}: {expected.type} of shape [{', '.join(sizes)}]"


def _plain(output: Any) -> Any:
    """Classifiers have lists of maps, other models arrays."""
    if isinstance(output, dict):
        return {str(key): _plain(value) for key, value in output.items()}
    if isinstance(output, list):
        return [_plain(value) for value in output]
    return output.tolist() if hasattr(output, "tolist") else output

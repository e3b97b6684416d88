"""Serves an ONNX model with ONNX Runtime:

    {"X": [[0.04, 0.06]]}                                      inputs by name
    [[0.04, 0.06]]                                             the only input
    [[[0.04, 0.06]], [[1]]]                                    several inputs in the order of the file, each whole
    {"columns": ["age", "bmi"], "data": [[0.04, 0.06]]}        rows, of a model with one input a column or one input in all

or each of them below one of the keys input_data, inputs, data and dataframe_split. Shapes and types are those of the file; null
is NaN. The only output is the answer; several come by name. What does not fit is answered 400 with what is expected.

The app setting ML_ONNX_THREADS is how many threads a prediction may have; 0, the default, means one a core.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy
import onnxruntime
from azureml_inference_server_http.api.aml_response import AMLResponse

FORMS = ("input_data", "inputs", "data", "dataframe_split")
# By the name of a type in the file: the type in numpy, and those of Python's that JSON may have for it.
TYPES: dict[str, tuple[str, set[type]]] = {"bool": ("bool", {bool}), "string": ("object", {str})}
TYPES |= {name: (name, {int}) for bits in (8, 16, 32, 64) for name in (f"int{bits}", f"uint{bits}")}
for name, dtype in {"float": "float32", "double": "float64", "float16": "float16"}.items():
    TYPES[name] = (dtype, {int, float, type(None)})

session: Any
inputs: dict[str, Any]


def init() -> None:
    global session, inputs
    (path,) = (path for path in Path(os.environ["AZUREML_MODEL_DIR"]).rglob("*") if path.suffix in (".onnx", ".ort"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("ML_ONNX_THREADS") or 0)
    session = onnxruntime.InferenceSession(str(path), options, providers=onnxruntime.get_available_providers())
    inputs = {each.name: each for each in session.get_inputs()}
    for each in inputs.values():
        if each.type.removeprefix("tensor(").removesuffix(")") not in TYPES:
            raise TypeError(f"JSON cannot hold the input {each.name}, {each.type}: write a script for it.")


def run(data: str) -> Any:
    try:
        values = by_name(json.loads(data))
        sizes: dict[str, int] = {}
        tensors = {name: tensor(each, values[name], sizes) for name, each in inputs.items()}
    except (TypeError, ValueError) as error:
        return AMLResponse({"message": str(error)}, 400, json_str=True)
    outputs = [plain(output) for output in session.run(None, tensors)]
    names = [output.name for output in session.get_outputs()]
    return outputs[0] if len(outputs) == 1 else dict(zip(names, outputs, strict=True))


def by_name(body: Any) -> dict[str, Any]:
    """The values of all inputs, of a payload in any form."""
    if isinstance(body, dict) and len(body) == 1 and not body.keys() <= inputs.keys():
        (key,) = body
        body = body[key] if key in FORMS else body
    if isinstance(body, dict) and {"columns", "data"} <= body.keys() and not body.keys() <= inputs.keys():
        rows, names = body["data"], body["columns"]
        if any(len(row) != len(names) for row in rows):
            raise ValueError(f"Each row of data must have {len(names)} values, one a column.")
        columns = {name: [[row[index]] for row in rows] for index, name in enumerate(names)}
        body = rows if len(inputs) == 1 and columns.keys() != inputs.keys() else columns
    if not isinstance(body, dict) and len(inputs) == 1:
        body = dict.fromkeys(inputs, body)
    if isinstance(body, list) and len(body) == len(inputs):
        body = dict(zip(inputs, body, strict=True))
    if not isinstance(body, dict) or body.keys() != inputs.keys():
        found = ", ".join(body) or "nothing" if isinstance(body, dict) else f"a {type(body).__name__}"
        raise ValueError(f"Expected {', '.join(map(told, inputs.values()))}. Found {found}.")
    return body


def tensor(expected: Any, value: Any, sizes: dict[str, int]) -> Any:
    """A value with the type of its input, whose shape must fit; ``sizes`` are those of the file's named dimensions."""
    dtype, types = TYPES[expected.type.removeprefix("tensor(").removesuffix(")")]
    given = numpy.asarray(value, dtype=object)
    if not {type(each) for each in given.flat} <= types:
        raise ValueError(f"Expected {told(expected)}. Found values that are not of its type.")
    try:
        array = given.astype(dtype)
    except OverflowError as error:
        raise ValueError(f"Expected {told(expected)}. {error}.") from None
    shape = list(array.shape)
    if len(shape) == len(expected.shape):
        pairs = zip(expected.shape, shape, strict=True)
        wanted = [sizes.setdefault(size, found) if isinstance(size, str) else size for size, found in pairs]
        if all(size in (None, found) for size, found in zip(wanted, shape, strict=True)):
            return array
    raise ValueError(f"Expected {told(expected)}. Found the shape {shape}.")


def told(expected: Any) -> str:
    sizes = ("any" if size is None else str(size) for size in expected.shape)
    return f"{expected.name}: {expected.type} of shape [{', '.join(sizes)}]"


def plain(output: Any) -> Any:
    """An output as JSON has it; classifiers have lists of maps."""
    if isinstance(output, dict):
        return {str(key): plain(value) for key, value in output.items()}
    if isinstance(output, list):
        return [plain(value) for value in output]
    return output.tolist() if hasattr(output, "tolist") else output

"""Has /swagger.json tell of the payload that an MLflow model takes, and of the answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
from inference_schema.schema_decorators import input_schema, output_schema


def describe(run: Callable[..., Any], model: Any, folder: Path) -> None:
    """Describes the ``run()`` of a script by the model's input example, or else by its signature."""
    try:
        _describe(run, model.metadata, folder)
    except Exception:
        logging.exception("/swagger.json does not tell of the payload.")


def _describe(run: Callable[..., Any], metadata: Any, folder: Path) -> None:
    def described(input_data: Any) -> None:
        """Has the argument that a payload has; run() itself gets the body as text."""

    described.__module__, described.__name__ = run.__module__, run.__name__  # by which the server finds schemas
    signature, example = metadata.signature, metadata.saved_input_example_info
    if example:
        payload = json.loads((folder / example["artifact_path"]).read_text())
        if isinstance(payload, dict) and payload.keys() <= {"inputs", "params"}:
            payload = payload["inputs"]
        input_schema("input_data", StandardPythonParameterType(payload))(described)
    elif signature and signature.inputs:
        input_schema("input_data", StandardPythonParameterType(_sample(signature.inputs, is_payload=True)))(described)
    if getattr(signature, "params", None):
        defaults = {param.name: param.default for param in signature.params}
        input_schema("params", StandardPythonParameterType(defaults))(described)
    if signature and signature.outputs:
        output_schema(StandardPythonParameterType(_sample(signature.outputs, is_payload=False)))(described)


def _sample(schema: Any, is_payload: bool) -> Any:
    """A row of zeros and empty texts."""
    if schema.is_tensor_spec():
        shapes = [[max(size, 1) for size in spec.shape] for spec in schema.inputs]
        tensors = [numpy.zeros(shape, spec.type).tolist() for shape, spec in zip(shapes, schema.inputs, strict=True)]
        return dict(zip(schema.input_names(), tensors, strict=True)) if schema.has_input_names() else tensors[0]
    zeros = {"boolean": False, "integer": 0, "long": 0, "float": 0.0, "double": 0.0}
    row = [zeros.get(getattr(type_, "name", ""), "") for type_ in schema.input_types()]
    if not schema.has_input_names():
        return row
    names = schema.input_names()
    return {"columns": names, "data": [row]} if is_payload else [dict(zip(names, row, strict=True))]

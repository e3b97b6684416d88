"""Serves an MLflow model as Azure Machine Learning does, and takes the payloads of MLflow's own server as well:

    {"input_data": {"columns": ["age", "bmi"], "index": [0], "data": [[0.04, 0.06]]}}       a table
    {"input_data": [[0.04, 0.06]]}                                                          a tensor
    {"input_data": {"age": [0.04], "bmi": [0.06]}}                                          tensors or columns by name
    {"dataframe_split": {"columns": ["age", "bmi"], "data": [[0.04, 0.06]]}}                MLflow's server
    {"dataframe_records": [{"age": 0.04, "bmi": 0.06}]}, {"inputs": [[…]]}, {"instances": [[…]]}    the same

A model whose signature has parameters takes {"params": {…}} beside these. The answer is the prediction alone, such as [151.2],
or records of a table. A payload that misses the signature is answered 400 with MLflow's reason.

Loading a model runs code that comes with it: serve only models whose origin you trust.
"""

from __future__ import annotations

import inspect
import json
import logging
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")  # ahead of the import, at which MLflow 3 calls home

import mlflow.pyfunc
import numpy
from azureml_inference_server_http.api.aml_response import AMLResponse
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
from inference_schema.schema_decorators import input_schema, output_schema
from mlflow.exceptions import MlflowException
from mlflow.utils import proto_json_utils

FORMS = ("input_data", "dataframe_split", "dataframe_records", "inputs", "instances")

model: Any
schema: Any
is_hinted: bool


def init() -> None:
    global model, schema, is_hinted
    found = Path(os.environ["AZUREML_MODEL_DIR"]).rglob("MLmodel")
    folder = min(found, key=lambda path: len(path.parts)).parent  # a model may have others in it
    model = mlflow.pyfunc.load_model(str(folder))
    # a model made of a function with type hints takes the JSON as it is, and checks it itself
    is_hinted = getattr(model.metadata, "_is_signature_from_type_hint", bool)()
    schema = None if is_hinted else model.metadata.get_input_schema()
    try:
        describe(folder)
    except Exception:
        logging.exception("/swagger.json does not tell of the payload.")


def run(data: str) -> AMLResponse:
    try:
        body = json.loads(data)
        rows = parse(body)
    except Exception as error:
        return refuse(error)
    has_params = "params" in inspect.signature(model.predict).parameters  # from MLflow 2.5 on
    try:
        prediction = model.predict(rows, **({"params": body.get("params")} if has_params else {}))
    except Exception as error:
        reason = mismatch(rows, error)
        if reason is None:
            raise
        return refuse(reason)
    plain = proto_json_utils._get_jsonable_obj(prediction, pandas_orient="records")
    text = json.dumps(plain, cls=proto_json_utils.NumpyEncoder)
    return AMLResponse(text, 200, {"Content-Type": "application/json"})


def parse(body: Any) -> Any:
    """What ``predict`` takes, of a payload: MLflow reads it, with the types of the signature."""
    forms = [form for form in FORMS if isinstance(body, dict) and form in body]
    if len(forms) != 1:
        found = " and ".join(forms) or "none of them"
        raise ValueError(f"The payload must be a JSON object with one of {', '.join(FORMS)}. It has {found}.")
    form, value = forms[0], body[forms[0]]
    if is_hinted:
        return value
    if form == "input_data":
        form = "dataframe_split" if isinstance(value, dict) and {"columns", "data"} <= value.keys() else "inputs"
    if form in ("inputs", "instances"):
        return proto_json_utils.parse_tf_serving_input({form: value}, schema=schema)
    orient = form.removeprefix("dataframe_")
    if not hasattr(proto_json_utils, "dataframe_from_parsed_json"):  # MLflow 1
        return proto_json_utils._dataframe_from_json(json.dumps(value), pandas_orient=orient, schema=schema)
    return proto_json_utils.dataframe_from_parsed_json(value, pandas_orient=orient, schema=schema)


def mismatch(rows: Any, error: Exception) -> Exception | None:
    """Why the payload is to blame for an error of ``predict``; None where it is not."""
    try:
        if schema is not None:
            mlflow.pyfunc._enforce_schema(rows, schema)
    except Exception as reason:
        return reason
    is_refused = isinstance(error, MlflowException) and error.get_http_status_code() == 400  # such as wrong params
    return error if is_refused else None


def refuse(reason: Exception) -> AMLResponse:
    return AMLResponse({"message": str(reason)}, 400, json_str=True)


def describe(folder: Path) -> None:
    """Has /swagger.json tell of the payload, by the model's input example or else its signature, and of the answer."""

    def run(input_data: Any) -> None:
        """Schemas are found by this name. It is not called: the run() of this file gets the body as text."""

    signature = model.metadata.signature
    example = model.metadata.saved_input_example_info
    if example:
        payload = json.loads((folder / example["artifact_path"]).read_text())
        if isinstance(payload, dict) and payload.keys() <= {"inputs", "params"}:
            payload = payload["inputs"]
        input_schema("input_data", StandardPythonParameterType(payload))(run)
    elif signature and signature.inputs:
        input_schema("input_data", StandardPythonParameterType(sample(signature.inputs, is_payload=True)))(run)
    if getattr(signature, "params", None):
        defaults = {param.name: param.default for param in signature.params}
        input_schema("params", StandardPythonParameterType(defaults))(run)
    if signature and signature.outputs:
        output_schema(StandardPythonParameterType(sample(signature.outputs, is_payload=False)))(run)


def sample(schema: Any, is_payload: bool) -> Any:
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

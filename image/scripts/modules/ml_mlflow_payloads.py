"""Reads payloads for an MLflow model of any version from 1.30 on, as Azure Machine Learning takes them:

    {"input_data": {"columns": ["age", "bmi"], "index": [0], "data": [[0.04, 0.06]]}}       a table
    {"input_data": [[0.04, 0.06]]}                                                          a tensor
    {"input_data": {"age": [0.04], "bmi": [0.06]}}                                          tensors or columns by name

and as MLflow's own server does:

    {"dataframe_split": {"columns": ["age", "bmi"], "data": [[0.04, 0.06]]}}
    {"dataframe_records": [{"age": 0.04, "bmi": 0.06}]}
    {"inputs": [[0.04, 0.06]]}, {"instances": [[0.04, 0.06]]}

A model whose signature has parameters takes {"params": {…}} beside these, from MLflow 2.5 on.
"""

from __future__ import annotations

import inspect
import json
from typing import Any

import mlflow.pyfunc
from mlflow.exceptions import MlflowException
from mlflow.utils import proto_json_utils

FORMS = ("input_data", "dataframe_split", "dataframe_records", "inputs", "instances")


class PayloadError(ValueError):
    """The payload misses the model's signature; the message says how."""


def read_payload(data: str, model: Any) -> tuple[Any, Any]:
    """The rows or tensors of a payload, with the types of the signature, and its params."""
    try:
        body = json.loads(data)
        return _rows(body, model), body.get("params")
    except Exception as error:  # of many types, of MLflow's and of pandas'
        raise PayloadError(str(error)) from error


def predict(model: Any, rows: Any, params: Any) -> Any:
    """What the model predicts; PayloadError where it is not the model that fails."""
    takes_params = "params" in inspect.signature(model.predict).parameters
    try:
        return model.predict(rows, **({"params": params} if takes_params else {}))
    except Exception as error:
        reason = _mismatch(model, rows, error)
        if reason is None:
            raise
        raise PayloadError(str(reason)) from error


def write_prediction(prediction: Any) -> str:
    """The prediction alone as JSON, such as [151.2], or records of a table."""
    plain = proto_json_utils._get_jsonable_obj(prediction, pandas_orient="records")
    return json.dumps(plain, cls=proto_json_utils.NumpyEncoder)


def _rows(body: Any, model: Any) -> Any:
    forms = [form for form in FORMS if isinstance(body, dict) and form in body]
    if len(forms) != 1:
        found = " and ".join(forms) or "none of them"
        raise ValueError(f"The payload must be a JSON object with one of {', '.join(FORMS)}. It has {found}.")
    form, value = forms[0], body[forms[0]]
    if _has_type_hints(model):
        return value
    schema = model.metadata.get_input_schema()
    if form == "input_data":
        form = "dataframe_split" if isinstance(value, dict) and {"columns", "data"} <= value.keys() else "inputs"
    if form in ("inputs", "instances"):
        return proto_json_utils.parse_tf_serving_input({form: value}, schema=schema)
    orient = form.removeprefix("dataframe_")
    if not hasattr(proto_json_utils, "dataframe_from_parsed_json"):  # MLflow 1
        return proto_json_utils._dataframe_from_json(json.dumps(value), pandas_orient=orient, schema=schema)
    return proto_json_utils.dataframe_from_parsed_json(value, pandas_orient=orient, schema=schema)


def _mismatch(model: Any, rows: Any, error: Exception) -> Exception | None:
    """Why the payload is to blame for an error of ``predict``; None where it is not."""
    schema = None if _has_type_hints(model) else model.metadata.get_input_schema()
    try:
        if schema is not None:
            mlflow.pyfunc._enforce_schema(rows, schema)
    except Exception as reason:
        return reason
    is_refused = isinstance(error, MlflowException) and error.get_http_status_code() == 400  # such as wrong params
    return error if is_refused else None


def _has_type_hints(model: Any) -> bool:
    """Whether the model is made of a function with type hints: it takes the JSON as it is, and checks it itself."""
    return bool(getattr(model.metadata, "_is_signature_from_type_hint", bool)())

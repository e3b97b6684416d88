"""Serves a model in XGBoost's own format, JSON or UBJSON:

    [[0.04, 0.06], [0.01, 0.02]]                                rows
    {"columns": ["age", "bmi"], "data": [[0.04, 0.06]]}         rows with names, in any order
    [{"age": 0.04, "bmi": 0.06}]                                records

or each of them below one of the keys input_data, data, inputs, instances, dataframe_split and dataframe_records.
null is a missing value. The answer is what the model's objective makes of each row: a number, a probability, or one a class.
Rows that do not fit are answered 400 with what is expected.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy
import xgboost
from azureml_inference_server_http.api.aml_response import AMLResponse

FORMS = ("input_data", "data", "inputs", "instances", "dataframe_split", "dataframe_records")

model: Any
names: list[str] | None  # of the columns, where the model knows them
count: int


def init() -> None:
    global model, names, count
    (path,) = Path(os.environ["AZUREML_MODEL_DIR"]).iterdir()
    model = xgboost.Booster(model_file=str(path))
    model.set_param({"nthread": 1})  # for a few rows, waking threads takes many times as long as predicting
    names, count = model.feature_names, model.num_features()


def run(data: str) -> Any:
    try:
        rows = table(json.loads(data))
    except (TypeError, ValueError) as error:
        return AMLResponse({"message": str(error)}, 400, json_str=True)
    matrix = xgboost.DMatrix(rows, feature_names=names, feature_types=model.feature_types, nthread=1)
    return model.predict(matrix).tolist()


def table(body: Any) -> Any:
    """The rows of a payload, as an array whose columns are in the model's order."""
    if isinstance(body, dict) and not {"columns", "data"} <= body.keys():
        forms = [form for form in FORMS if form in body]
        if len(forms) != 1:
            raise ValueError(f"Expected rows, or a JSON object with rows below one of {', '.join(FORMS)}.")
        body = body[forms[0]]
    columns = None
    if isinstance(body, list) and body and isinstance(body[0], dict):
        columns = list(body[0])
        if any(not isinstance(row, dict) or row.keys() != body[0].keys() for row in body):
            raise ValueError(f"Expected records that all have {', '.join(columns)}.")
        body = [[row[name] for name in columns] for row in body]
    elif isinstance(body, dict):
        if not {"columns", "data"} <= body.keys():
            raise ValueError(f"Expected columns and data. Found {', '.join(body)}.")
        columns, body = body["columns"], body["data"]
    rows = numpy.asarray(body)
    if rows.dtype.kind not in "biufO":
        raise ValueError("Expected numbers. Found text.")
    rows = rows.astype(float)  # null becomes NaN, which is a missing value
    if rows.ndim != 2 or rows.shape[1] != count:
        raise ValueError(f"Expected rows of {count} numbers. Found the shape {list(rows.shape)}.")
    if columns is None:
        return rows
    if len(columns) != count or names and set(columns) != set(names):
        expected = f"the columns {', '.join(names)}" if names else f"{count} columns"
        raise ValueError(f"Expected {expected}. Found {', '.join(map(str, columns))}.")
    return rows[:, [columns.index(name) for name in names]] if names else rows

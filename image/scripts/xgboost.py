"""Serves a model in XGBoost's own format, JSON or UBJSON. It takes the payloads that ml_tables.py lists; null is a missing value.
The answer is what the model's objective makes of each row: a number, a probability, or one a class. Rows that do not fit are
answered 400 with what is expected.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import xgboost
from azureml_inference_server_http.api.aml_response import AMLResponse

from ml_tables import read_numbers

model: Any


def init() -> None:
    global model
    (path,) = Path(os.environ["AZUREML_MODEL_DIR"]).iterdir()
    model = xgboost.Booster(model_file=str(path))
    model.set_param({"nthread": 1})  # for a few rows, waking threads takes many times as long as predicting


def run(data: str) -> Any:
    names = model.feature_names  # None where it was trained on rows without names
    try:
        rows = read_numbers(data, model.num_features(), names)
        matrix = xgboost.DMatrix(rows, feature_names=names, feature_types=model.feature_types, nthread=1)
    except (TypeError, ValueError) as error:  # XGBoost's are ValueErrors
        return AMLResponse({"message": str(error)}, 400, json_str=True)
    return model.predict(matrix).tolist()

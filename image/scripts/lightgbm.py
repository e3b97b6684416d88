"""Serves a model in LightGBM's own text format. It takes the payloads that ml_tables.py lists; null is a missing value. The answer
is what the model's objective makes of each row: a number, a probability, or one a class. Rows that do not fit are answered 400
with what is expected.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import lightgbm
from azureml_inference_server_http.api.aml_response import AMLResponse

from ml_tables import read_numbers

model: Any
names: list[str] | None


def init() -> None:
    global model, names
    (path,) = Path(os.environ["AZUREML_MODEL_DIR"]).iterdir()
    model = lightgbm.Booster(model_file=str(path))
    names = model.feature_name()
    if names == [f"Column_{index}" for index in range(model.num_feature())]:  # trained on rows without names
        names = None


def run(data: str) -> Any:
    try:
        rows = read_numbers(data, model.num_feature(), names)
    except (TypeError, ValueError) as error:
        return AMLResponse({"message": str(error)}, 400, json_str=True)
    # for a few rows, waking threads takes many times as long as predicting
    return model.predict(rows, num_threads=1).tolist()

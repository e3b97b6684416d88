"""Serves a scikit-learn model of a pickle or a joblib file. It takes the payloads that ml_tables.py lists and answers the list
that predict() returns. Rows that the model does not take are answered 400 with scikit-learn's reason.

Loading a pickle runs code that is in it: serve only files whose origin you trust. It wants the version of scikit-learn that
trained the model.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import joblib
import numpy
from azureml_inference_server_http.api.aml_response import AMLResponse

from ml_tables import read_table

model: Any


def init() -> None:
    global model
    (path,) = Path(os.environ["AZUREML_MODEL_DIR"]).iterdir()
    model = joblib.load(path)  # reads plain pickles as well
    if not hasattr(model, "predict"):
        raise TypeError(f"{path.name} holds a {type(model).__name__}, which has no predict(): write a script for it.")


def run(data: str) -> Any:
    try:
        rows = read_table(data, getattr(model, "feature_names_in_", None))
        return numpy.asarray(model.predict(rows)).tolist()
    except (OverflowError, TypeError, ValueError) as error:  # with which scikit-learn refuses rows
        return AMLResponse({"message": str(error)}, 400, json_str=True)

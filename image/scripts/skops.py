"""Serves a scikit-learn model of a skops file. It takes the payloads that ml_tables.py lists and answers the list that predict()
returns. Rows that the model does not take are answered 400 with scikit-learn's reason.

Unlike a pickle, the file runs no code by itself: types that skops does not know are refused, unless the app setting
ML_SKOPS_TRUSTED_TYPES names them, separated by commas.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy
import skops.io
from azureml_inference_server_http.api.aml_response import AMLResponse

from ml_tables import read_table

model: Any


def init() -> None:
    global model
    (path,) = Path(os.environ["AZUREML_MODEL_DIR"]).iterdir()
    trusted = [name.strip() for name in os.environ.get("ML_SKOPS_TRUSTED_TYPES", "").split(",") if name.strip()]
    unknown = sorted(set(skops.io.get_untrusted_types(file=path)) - set(trusted))
    if unknown:
        message = f"{path.name} has types that are not trusted: {','.join(unknown)}."
        raise TypeError(f"{message} Trust them by ML_SKOPS_TRUSTED_TYPES.")
    model = skops.io.load(path, trusted=trusted)
    if not hasattr(model, "predict"):
        raise TypeError(f"{path.name} holds a {type(model).__name__}, which has no predict(): write a script for it.")


def run(data: str) -> Any:
    try:
        rows = read_table(data, getattr(model, "feature_names_in_", None))
        return numpy.asarray(model.predict(rows)).tolist()
    except (OverflowError, TypeError, ValueError) as error:  # with which scikit-learn refuses rows
        return AMLResponse({"message": str(error)}, 400, json_str=True)

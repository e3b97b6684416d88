"""Serves an MLflow model as Azure Machine Learning does, and takes the payloads of MLflow's own server as well: those that
ml_mlflow_payloads.py lists. The answer is the prediction alone, such as [151.2], or records of a table. A payload that misses
the signature is answered 400 with MLflow's reason.

Loading a model runs code that comes with it: serve only models whose origin you trust.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")  # ahead of the import, at which MLflow 3 calls home

import mlflow.pyfunc
from azureml_inference_server_http.api.aml_response import AMLResponse

from ml_mlflow_payloads import PayloadError, predict, read_payload, write_prediction
from ml_mlflow_swagger import describe

model: Any


def init() -> None:
    global model
    found = Path(os.environ["AZUREML_MODEL_DIR"]).rglob("MLmodel")
    folder = min(found, key=lambda path: (len(path.parts), path)).parent  # a model may have others in it
    model = mlflow.pyfunc.load_model(str(folder))
    describe(run, model, folder)


def run(data: str) -> Any:
    try:
        rows, params = read_payload(data, model)
        prediction = predict(model, rows, params)
    except PayloadError as error:
        return AMLResponse({"message": str(error)}, 400, json_str=True)
    return AMLResponse(write_prediction(prediction), 200, {"Content-Type": "application/json"})

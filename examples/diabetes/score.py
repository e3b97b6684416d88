"""Scoring script in the Azure ML style: init() loads the model, run() predicts."""

import json
import os

import joblib
import numpy


def init():
    global model
    model = joblib.load(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model.joblib"))


def run(data):
    """Predicts the progression of diabetes.

    data: JSON text {"data": rows}, rows of shape (n, 10). Returns n numbers.
    """
    rows = numpy.array(json.loads(data)["data"])
    return model.predict(rows).tolist()

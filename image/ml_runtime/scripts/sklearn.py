"""Serves a scikit-learn model of a pickle or a joblib file:

    [[0.04, 0.06], [0.01, 0.02]]                                rows
    {"columns": ["age", "bmi"], "data": [[0.04, 0.06]]}         rows with names, in any order
    [{"age": 0.04, "bmi": 0.06}]                                records

or each of them below one of the keys input_data, data, inputs, instances, dataframe_split and dataframe_records.
The answer is the list that predict() returns. Rows that the model does not take are answered 400 with scikit-learn's reason.

Loading a pickle runs code that is in it: serve only files whose origin you trust. It wants the version of scikit-learn that
trained the model.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import joblib
import numpy
from azureml_inference_server_http.api.aml_response import AMLResponse

FORMS = ("input_data", "data", "inputs", "instances", "dataframe_split", "dataframe_records")

model: Any


def init() -> None:
    global model
    (path,) = Path(os.environ["AZUREML_MODEL_DIR"]).iterdir()
    model = joblib.load(path)  # reads plain pickles as well
    if not hasattr(model, "predict"):
        raise TypeError(f"{path.name} holds a {type(model).__name__}, which has no predict(): write a script for it.")


def run(data: str) -> Any:
    try:
        return numpy.asarray(model.predict(table(json.loads(data)))).tolist()
    except (TypeError, ValueError) as error:  # with which scikit-learn refuses rows
        return AMLResponse({"message": str(error)}, 400, json_str=True)


def table(body: Any) -> Any:
    """The rows of a payload: a DataFrame where columns have names, else an array."""
    if isinstance(body, dict) and not {"columns", "data"} <= body.keys():
        forms = [form for form in FORMS if form in body]
        if len(forms) != 1:
            raise ValueError(f"Expected rows, or a JSON object with rows below one of {', '.join(FORMS)}.")
        body = body[forms[0]]
    if isinstance(body, list) and not any(isinstance(row, dict) for row in body):
        rows = numpy.asarray(body)
        return rows if rows.dtype.kind in "biuf" else numpy.asarray(body, dtype=object)
    if not isinstance(body, (dict, list)):
        raise TypeError(f"Expected rows. Found {json.dumps(body)}.")
    import pandas  # an environment of one's own may be without it, as long as no columns have names

    if isinstance(body, dict) and {"columns", "data"} <= body.keys():
        frame = pandas.DataFrame(body["data"], columns=body["columns"])
    else:
        frame = pandas.DataFrame(body)
    names = list(getattr(model, "feature_names_in_", frame.columns))
    return frame[names] if set(names) == set(frame.columns) else frame

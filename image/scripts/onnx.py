"""Serves an ONNX model with ONNX Runtime. It takes the payloads that ml_tensors.py lists: inputs by name or by order. The only
output is the answer; several come by name. What does not fit is answered 400 with what is expected.

The app setting ML_ONNX_THREADS is how many threads a prediction may have; 0, the default, means one a core.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import onnxruntime
from azureml_inference_server_http.api.aml_response import AMLResponse

from ml_tensors import check_inputs, read_tensors, write_outputs

session: Any


def init() -> None:
    global session
    (path,) = (path for path in Path(os.environ["AZUREML_MODEL_DIR"]).rglob("*") if path.suffix in (".onnx", ".ort"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("ML_ONNX_THREADS") or 0)
    session = onnxruntime.InferenceSession(str(path), options, providers=onnxruntime.get_available_providers())
    check_inputs(session.get_inputs())


def run(data: str) -> Any:
    try:
        tensors = read_tensors(data, session.get_inputs())
    except (TypeError, ValueError) as error:
        return AMLResponse({"message": str(error)}, 400, json_str=True)
    names = [output.name for output in session.get_outputs()]
    return write_outputs(names, session.run(names, tensors))

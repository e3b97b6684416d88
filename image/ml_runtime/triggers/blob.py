"""Blob: each new or changed blob is a payload, the prediction's body is another blob, or is not kept."""

import mimetypes
from urllib.parse import quote

import azure.functions as func

from ..scoring import Scoring
from ..settings import CONNECTION, Settings

INPUT_PATH = "ML_TRIGGER_INPUT_PATH"
OUTPUT_PATH = "ML_TRIGGER_OUTPUT_PATH"

# What clients state when nobody chose a type: Azure Storage's default, and that of `curl --data-binary`.
_UNSTATED_TYPES = ("", "application/octet-stream", "application/x-www-form-urlencoded")


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the function ``score``."""
    trigger = app.blob_trigger("blob", settings.required(INPUT_PATH), CONNECTION, data_type=func.DataType.BINARY)

    def score(blob: func.InputStream, context: func.Context) -> None:
        scoring.predict(blob.read(), _headers(blob), context)

    def score_to_blob(blob: func.InputStream, output: func.Out[bytes], context: func.Context) -> None:
        output.set(scoring.predict(blob.read(), _headers(blob), context))

    if OUTPUT_PATH in settings.trigger_settings:
        path = settings.required(OUTPUT_PATH)
        score = app.blob_output("output", path, CONNECTION, data_type=func.DataType.BINARY)(score_to_blob)
    app.function_name("score")(trigger(score))


def _headers(blob: func.InputStream) -> dict[str, str]:
    return {
        "Content-Type": _content_type(blob),
        "X-Blob-Name": quote(blob.name or ""),
        "X-Blob-Uri": quote(blob.uri or "", safe=":/?&=%"),
    }


def _content_type(blob: func.InputStream) -> str:
    stated = (blob.blob_properties or {}).get("ContentType") or ""
    if stated not in _UNSTATED_TYPES:
        return stated
    return mimetypes.guess_type(blob.name or "")[0] or "application/json"

"""What a script gets of a blob, however the blob was found."""

from __future__ import annotations

import mimetypes

import azure.functions as func

from ..scoring import Scoring

# What stands there when nobody chose a type: Azure Storage's default, and that of `curl --data-binary`.
_UNSTATED_TYPES = (None, "", "application/octet-stream", "application/x-www-form-urlencoded")


async def predict(
    scoring: Scoring, body: bytes, path: str | None, stated_type: str | None, context: func.Context
) -> bytes:
    """The prediction of a blob; raises PredictionError.

    Args:
        path: the container and the blob's name, with a slash between.
        stated_type: the blob's content type.
    """
    return await scoring.predict(body, _content_type(path, stated_type), {"X-Blob-Name": path}, context)


def _content_type(path: str | None, stated: str | None) -> str:
    if stated is not None and stated not in _UNSTATED_TYPES:
        return stated
    return mimetypes.guess_type(path or "")[0] or "application/json"

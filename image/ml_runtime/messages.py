"""Texts of queue messages, as the Functions host sends them."""

from __future__ import annotations

import json

from .scoring import PredictionError


def one_message(body: bytes) -> str:
    """The text that makes the host send ``body`` as it is, in one message.

    The host parses a text that looks like JSON, sends a list element by element and writes an object anew; in a list of
    one string the text arrives whole (``FunctionBinding.ReadAsEnumerable`` of Azure/azure-functions-host).
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PredictionError(
            f"The prediction is {len(body)} bytes that are not UTF-8, and the Functions host sends queue messages as text "
            "only: return text, such as base64."
        ) from error
    return json.dumps([text]) if text.lstrip().startswith(("{", "[")) else text


def body_of(message: str) -> bytes:
    """What the host sends of a text that `one_message` made."""
    text: str = json.loads(message)[0] if message.lstrip().startswith("[") else message
    return text.encode()

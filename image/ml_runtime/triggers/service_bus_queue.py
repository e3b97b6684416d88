"""Service Bus queue: each message is a payload, the prediction's body is one message on another queue, or is not kept."""

import json

import azure.functions as func

from ..scoring import PredictionError, Scoring
from ..settings import CONNECTION, Settings

INPUT_QUEUE_NAME = "ML_TRIGGER_INPUT_QUEUE_NAME"
OUTPUT_QUEUE_NAME = "ML_TRIGGER_OUTPUT_QUEUE_NAME"


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the function ``score``."""
    trigger = app.service_bus_queue_trigger(
        "message", CONNECTION, settings.required(INPUT_QUEUE_NAME), data_type=func.DataType.BINARY
    )

    def score(message: func.ServiceBusMessage, context: func.Context) -> None:
        scoring.predict(message.get_body(), _headers(message), context)

    def score_to_queue(message: func.ServiceBusMessage, output: func.Out[str], context: func.Context) -> None:
        output.set(_one_message(scoring.predict(message.get_body(), _headers(message), context)))

    if OUTPUT_QUEUE_NAME in settings.trigger_settings:
        queue = settings.required(OUTPUT_QUEUE_NAME)
        score = app.service_bus_queue_output("output", CONNECTION, queue)(score_to_queue)
    app.function_name("score")(trigger(score))


def _headers(message: func.ServiceBusMessage) -> dict[str, str]:
    return {
        "Content-Type": message.content_type or "application/json",
        "X-Message-Id": message.message_id or "",
        "X-Correlation-Id": message.correlation_id or "",
        "X-Delivery-Count": str(message.delivery_count or ""),
    }


def _one_message(body: bytes) -> str:
    """The text that makes the host send ``body`` as it is, in one message.

    The host parses a text that looks like JSON, sends a list element by element and writes an object anew; in a list of
    one string the text arrives whole (``FunctionBinding.ReadAsEnumerable`` of Azure/azure-functions-host).
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PredictionError(
            f"The prediction is {len(body)} bytes that are not UTF-8 text ({error.reason} at byte {error.start}): the "
            "Functions host sends queue messages as text only. Encode the result, in base64 for instance."
        ) from error
    return json.dumps([text]) if text.lstrip().startswith(("{", "[")) else text

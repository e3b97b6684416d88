"""Service Bus queue: each message is a payload; the prediction is one message on another queue, or not kept."""

import azure.functions as func

from ..messages import body_of, one_message
from ..sample import Answer, Function, Sample
from ..scoring import Scoring
from ..settings import CONNECTION, Settings, required

INPUT_QUEUE_NAME = "ML_TRIGGER_INPUT_QUEUE_NAME"
OUTPUT_QUEUE_NAME = "ML_TRIGGER_OUTPUT_QUEUE_NAME"
SESSIONS = "ML_TRIGGER_SESSIONS"

SAMPLE_SETTINGS = {INPUT_QUEUE_NAME: "input", OUTPUT_QUEUE_NAME: "output"}


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the function ``score``."""

    async def predict(message: func.ServiceBusMessage, context: func.Context) -> bytes:
        properties = {
            "X-Message-Id": message.message_id,
            "X-Correlation-Id": message.correlation_id,
            "X-Delivery-Count": message.delivery_count,
        }
        return await scoring.predict(
            message.get_body(), message.content_type or "application/json", properties, context
        )

    async def score(message: func.ServiceBusMessage, context: func.Context) -> None:
        await predict(message, context)

    async def score_to_queue(message: func.ServiceBusMessage, output: func.Out[str], context: func.Context) -> None:
        output.set(one_message(await predict(message, context)))

    output_queue = settings.values.get(OUTPUT_QUEUE_NAME)
    if output_queue:
        score = app.service_bus_queue_output("output", CONNECTION, output_queue)(score_to_queue)
    queue = required(settings.values, INPUT_QUEUE_NAME)
    sessions = True if settings.values.get(SESSIONS) == "true" else None
    trigger = app.service_bus_queue_trigger(
        "message", CONNECTION, queue, data_type=func.DataType.BINARY, is_sessions_enabled=sessions
    )
    app.function_name("score")(trigger(score))


async def call_with_sample(score: Function, sample: Sample) -> Answer:
    """Calls ``score`` as for a message with the sample as its body."""
    from azure.functions.servicebus import ServiceBusMessage  # what no app in Azure needs

    message = ServiceBusMessage(
        body=sample.body,
        content_type=sample.content_type,
        message_id="1",
        application_properties={},
        user_properties={},
        trigger_metadata={},
    )
    await score(message=message, output=sample.output, context=sample.context)
    return Answer(body_of(str(sample.output.value)))

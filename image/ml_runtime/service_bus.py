"""What the triggers of Service Bus share: each message is a payload, the prediction is one message or not kept."""

import azure.functions as func

from .messages import body_of, one_message
from .sample import Answer, Function, Sample
from .scoring import Scoring


def scorer(scoring: Scoring) -> Function:
    """The function ``score`` of an app that keeps no predictions."""

    async def score(message: func.ServiceBusMessage, context: func.Context) -> None:
        await _predict(scoring, message, context)

    return score


def sending_scorer(scoring: Scoring) -> Function:
    """The same of one that sends them."""

    async def score(message: func.ServiceBusMessage, output: func.Out[str], context: func.Context) -> None:
        output.set(one_message(await _predict(scoring, message, context)))

    return score


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


async def _predict(scoring: Scoring, message: func.ServiceBusMessage, context: func.Context) -> bytes:
    properties = {
        "X-Message-Id": message.message_id,
        "X-Correlation-Id": message.correlation_id,
        "X-Delivery-Count": message.delivery_count,
    }
    return await scoring.predict(message.get_body(), message.content_type or "application/json", properties, context)

"""Storage queue: each message is a payload; the prediction is one message on another queue, or not kept."""

import azure.functions as func

from ..messages import body_of, one_message
from ..sample import Answer, Function, Sample
from ..scoring import PredictionError, Scoring
from ..settings import CONNECTION, Settings, required

INPUT_QUEUE_NAME = "ML_TRIGGER_INPUT_QUEUE_NAME"
OUTPUT_QUEUE_NAME = "ML_TRIGGER_OUTPUT_QUEUE_NAME"
MESSAGE_ENCODING = "ML_TRIGGER_MESSAGE_ENCODING"

SAMPLE_SETTINGS = {INPUT_QUEUE_NAME: "input", OUTPUT_QUEUE_NAME: "output"}

# https://learn.microsoft.com/rest/api/storageservices/put-message: 64 KiB as it is sent, and Base64 makes four bytes of three
_LONGEST = 64 * 1024
_LONGEST_IN_BASE64 = _LONGEST // 4 * 3


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the function ``score``."""
    longest = _LONGEST_IN_BASE64 if settings.values.get(MESSAGE_ENCODING) == "base64" else _LONGEST

    async def predict(message: func.QueueMessage, context: func.Context) -> bytes:
        properties = {"X-Message-Id": message.id, "X-Delivery-Count": message.dequeue_count}
        return await scoring.predict(message.get_body(), "application/json", properties, context)

    async def score(message: func.QueueMessage, context: func.Context) -> None:
        await predict(message, context)

    async def score_to_queue(message: func.QueueMessage, output: func.Out[str], context: func.Context) -> None:
        prediction = await predict(message, context)
        if len(prediction) > longest:
            raise PredictionError(
                f"The prediction is {len(prediction)} bytes, and a message of a Storage queue has {longest} at most: return "
                "less, or write the result elsewhere and return where it is."
            )
        output.set(one_message(prediction))

    output_queue = settings.values.get(OUTPUT_QUEUE_NAME)
    if output_queue:
        score = app.queue_output("output", output_queue, CONNECTION)(score_to_queue)
    queue = required(settings.values, INPUT_QUEUE_NAME)
    # as bytes: of a text that is a JSON object, the host would take members such as Id for what it tells of the message
    # (`Utility.ApplyBindingData` of Azure/azure-functions-host)
    trigger = app.queue_trigger("message", queue, CONNECTION, data_type=func.DataType.BINARY)
    app.function_name("score")(trigger(score))


async def call_with_sample(score: Function, sample: Sample) -> Answer:
    """Calls ``score`` as for a message with the sample as its body."""
    message = func.QueueMessage(id="1", body=sample.body)
    await score(message=message, output=sample.output, context=sample.context)
    return Answer(body_of(str(sample.output.value)))

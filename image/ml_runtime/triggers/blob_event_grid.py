"""Blob by Event Grid: a queue has events of blobs; each blob is read, predicted, and the prediction written to another one.

What becomes of an event:

- An event of another kind, or of a blob whose name does not fit, is done: a subscription filters coarser than a pattern.
- A message that is no event fails, and so does an event that lies, such as one of another account: after some tries it lies
  in the poison queue. The setting of the account may be wrong as well, and then each of them is of a blob.
- A blob that is gone is done. One that has been written again is read as it is now: another event tells of that.
- All that fails otherwise raises: the host delivers the message again, and at last moves it to the poison queue.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from urllib.parse import quote

import azure.functions as func

from ..blobs import events, payload
from ..blobs.account import Account
from ..blobs.paths import InputPath, OutputPath, PathError
from ..blobs.storage import Blob, BlobService, Storage
from ..sample import Answer, Function, Sample
from ..scoring import PredictionError, Scoring
from ..settings import CONNECTION, Settings, required

EVENT_QUEUE_NAME = "ML_TRIGGER_EVENT_QUEUE_NAME"
INPUT_PATH = "ML_TRIGGER_INPUT_PATH"
OUTPUT_PATH = "ML_TRIGGER_OUTPUT_PATH"

SAMPLE_SETTINGS = {
    EVENT_QUEUE_NAME: "events",
    INPUT_PATH: "input/{name}",
    OUTPUT_PATH: "output/{name}",
    CONNECTION: "AccountName=sample;AccountKey=AA==",
}

logger = logging.getLogger("ml_runtime")

# What holds the blobs of an account. `call_with_sample` puts another one in its place.
_storage_of: Callable[[Account], Storage] = BlobService


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the function ``score``; raises SettingsError."""
    queue = required(settings.values, EVENT_QUEUE_NAME)
    input_path = InputPath(INPUT_PATH, settings.values)
    output_path = None
    if settings.values.get(OUTPUT_PATH):
        output_path = OutputPath(OUTPUT_PATH, settings.values, input_path.names)
    account = Account.of(settings.values)

    async def score(event: func.QueueMessage, context: func.Context) -> None:
        with scoring.errand(context):
            path = _path_of(event.get_body(), account, input_path)
            if path is None:
                return
            storage = _storage_of(account)
            blob = await asyncio.to_thread(storage.read, path)
            if blob is None:
                logger.info("The blob %r does not exist any more: nothing is predicted.", path)
                return
            prediction = await payload.predict(scoring, blob.body, path, blob.content_type, context)
            if output_path is not None:
                await asyncio.to_thread(storage.write, _output_of(path, input_path, output_path), prediction)

    trigger = app.queue_trigger("event", queue, CONNECTION, data_type=func.DataType.BINARY)
    app.function_name("score")(trigger(score))


async def call_with_sample(score: Function, sample: Sample) -> Answer:
    """Calls ``score`` as for the event of a blob with the name and the type of the sample; the blob is in memory alone."""
    global _storage_of
    storage = _SampleStorage(sample)

    def hold_sample(account: Account) -> Storage:
        return storage

    _storage_of = hold_sample
    url = f"https://sample.blob.core.windows.net/input/{quote(sample.name)}"
    event = {"eventType": events.BLOB_CREATED, "data": {"url": url}}
    await score(event=func.QueueMessage(body=json.dumps(event)), context=sample.context)
    if not storage.is_read:
        raise PredictionError(f"The event for input/{sample.name} was dropped, see above.")
    assert isinstance(sample.output.value, bytes)
    return Answer(sample.output.value)


class _SampleStorage:
    """Holds a sample, whatever is asked for, and takes its prediction."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self.is_read = False

    def read(self, path: str) -> Blob:
        self.is_read = True
        return Blob(self._sample.body, self._sample.content_type)

    def write(self, path: str, body: bytes) -> None:
        self._sample.output.set(body)


def _path_of(message: bytes, account: Account, input_path: InputPath) -> str | None:
    """The path of the blob to predict; None where there is none. Raises PredictionError."""
    try:
        event = events.read(message)
    except events.NoEvent as error:
        raise PredictionError(f"The message of {len(message)} bytes is no event: {error}.") from None
    if event.kind != events.BLOB_CREATED:
        logger.info("Nothing is predicted for an event of type %r.", event.kind[:100])
        return None
    try:
        path = events.path_of(event, account.endpoint, input_path.container)
    except events.Lie as lie:
        raise PredictionError(f"The event for {event.shown} is not believed: {lie}.") from None
    if input_path.bind(path) is None:
        logger.info("The event for %s is dropped: the blob does not fit %s.", event.shown, INPUT_PATH)
        return None
    return path


def _output_of(path: str, input_path: InputPath, output_path: OutputPath) -> str:
    """Where the prediction of a blob is written; raises PredictionError."""
    try:
        output = output_path.bind(input_path.bind(path) or {}, path)
    except PathError as error:
        raise PredictionError(f"The prediction of {path} cannot be written: {error}.") from None
    if input_path.bind(output) is not None:
        raise PredictionError(f"The prediction of {path} is not written to {output}: it would be predicted in turn.")
    return output

"""Blob: each blob is a payload; the prediction is written to another blob, or not kept."""

import azure.functions as func

from ..blobs import payload
from ..sample import Answer, Function, Sample
from ..scoring import Scoring
from ..settings import CONNECTION, Settings, required

INPUT_PATH = "ML_TRIGGER_INPUT_PATH"
OUTPUT_PATH = "ML_TRIGGER_OUTPUT_PATH"

SAMPLE_SETTINGS = {INPUT_PATH: "input/{name}", OUTPUT_PATH: "output/{name}"}


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the function ``score``."""

    async def predict(blob: func.InputStream, context: func.Context) -> bytes:
        properties: dict[str, str] | None = getattr(blob, "blob_properties", None)
        return await payload.predict(scoring, blob.read(), blob.name, (properties or {}).get("ContentType"), context)

    async def score(blob: func.InputStream, context: func.Context) -> None:
        await predict(blob, context)

    async def score_to_blob(blob: func.InputStream, output: func.Out[bytes], context: func.Context) -> None:
        output.set(await predict(blob, context))

    output_path = settings.values.get(OUTPUT_PATH)
    if output_path:
        score = app.blob_output("output", output_path, CONNECTION, data_type=func.DataType.BINARY)(score_to_blob)
    path = required(settings.values, INPUT_PATH)
    app.function_name("score")(app.blob_trigger("blob", path, CONNECTION, data_type=func.DataType.BINARY)(score))


async def call_with_sample(score: Function, sample: Sample) -> Answer:
    """Calls ``score`` as for a blob with the name and the type of the sample."""
    properties = {"ContentType": sample.content_type}
    blob = func.blob.InputStream(data=sample.body, name=f"input/{sample.name}", blob_properties=properties)
    await score(blob=blob, output=sample.output, context=sample.context)
    assert isinstance(sample.output.value, bytes)
    return Answer(sample.output.value)

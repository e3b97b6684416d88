"""Service Bus queue: each message is a payload; the prediction is one message on another queue, or not kept."""

import azure.functions as func

from ..scoring import Scoring
from ..service_bus import call_with_sample, scorer, sending_scorer
from ..settings import CONNECTION, Settings, required

__all__ = ["SAMPLE_SETTINGS", "call_with_sample", "register"]

INPUT_QUEUE_NAME = "ML_TRIGGER_INPUT_QUEUE_NAME"
OUTPUT_QUEUE_NAME = "ML_TRIGGER_OUTPUT_QUEUE_NAME"
SESSIONS = "ML_TRIGGER_SESSIONS"

SAMPLE_SETTINGS = {INPUT_QUEUE_NAME: "input", OUTPUT_QUEUE_NAME: "output"}


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the function ``score``."""
    score = scorer(scoring)
    output_queue = settings.values.get(OUTPUT_QUEUE_NAME)
    if output_queue:
        score = app.service_bus_queue_output("output", CONNECTION, output_queue)(sending_scorer(scoring))
    queue = required(settings.values, INPUT_QUEUE_NAME)
    sessions = True if settings.values.get(SESSIONS) == "true" else None
    trigger = app.service_bus_queue_trigger(
        "message", CONNECTION, queue, data_type=func.DataType.BINARY, is_sessions_enabled=sessions
    )
    app.function_name("score")(trigger(score))

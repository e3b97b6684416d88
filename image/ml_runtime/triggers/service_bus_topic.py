"""Service Bus topic: each message of a subscription is a payload; the prediction is one on a topic or queue, if any."""

import azure.functions as func

from ..scoring import Scoring
from ..service_bus import call_with_sample, scorer, sending_scorer
from ..settings import CONNECTION, Settings, required

__all__ = ["SAMPLE_SETTINGS", "call_with_sample", "register"]

INPUT_TOPIC_NAME = "ML_TRIGGER_INPUT_TOPIC_NAME"
SUBSCRIPTION_NAME = "ML_TRIGGER_SUBSCRIPTION_NAME"
OUTPUT_TOPIC_NAME = "ML_TRIGGER_OUTPUT_TOPIC_NAME"
OUTPUT_QUEUE_NAME = "ML_TRIGGER_OUTPUT_QUEUE_NAME"
SESSIONS = "ML_TRIGGER_SESSIONS"

SAMPLE_SETTINGS = {INPUT_TOPIC_NAME: "input", SUBSCRIPTION_NAME: "model", OUTPUT_TOPIC_NAME: "output"}


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the function ``score``."""
    score = scorer(scoring)
    output_topic = settings.values.get(OUTPUT_TOPIC_NAME)
    output_queue = settings.values.get(OUTPUT_QUEUE_NAME)
    if output_topic:
        score = app.service_bus_topic_output("output", CONNECTION, output_topic)(sending_scorer(scoring))
    elif output_queue:
        score = app.service_bus_queue_output("output", CONNECTION, output_queue)(sending_scorer(scoring))
    topic = required(settings.values, INPUT_TOPIC_NAME)
    subscription = required(settings.values, SUBSCRIPTION_NAME)
    sessions = True if settings.values.get(SESSIONS) == "true" else None
    trigger = app.service_bus_topic_trigger(
        "message", CONNECTION, topic, subscription, data_type=func.DataType.BINARY, is_sessions_enabled=sessions
    )
    app.function_name("score")(trigger(score))

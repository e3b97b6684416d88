"""The health endpoint, for the platform's health check and whoever waits for a deployment."""

import azure.functions as func

from . import logs
from .scoring import Scoring


def register(app: func.FunctionApp, scoring: Scoring) -> None:
    """Adds anonymous GET /health: 200 ``ready``, or 503 ``loading``, ``failed`` or ``restarting``."""

    # async: it is answered on the worker's event loop, also while every thread waits for the model.
    @app.function_name("health")
    @app.route("health", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
    async def health(req: func.HttpRequest) -> func.HttpResponse:
        logs.have_stdout()
        return func.HttpResponse(scoring.state, status_code=200 if scoring.state == "ready" else 503)

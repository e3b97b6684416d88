"""Wiring of the Function App: settings, the scoring app, the health endpoint and the one trigger that the settings name."""

import azure.functions as func

from ml_runtime import health, imports, triggers
from ml_runtime.scoring import Scoring
from ml_runtime.settings import Settings

imports.leave_the_worker()
settings = Settings.from_environment()
scoring = Scoring(settings)
scoring.start()

app = func.FunctionApp()
health.register(app, scoring)
triggers.register(app, scoring, settings)

"""One module a trigger, each with ``register(app, scoring, settings)``; the setting ``ML_TRIGGER`` names the module."""

import importlib
import pkgutil

import azure.functions as func

from ..scoring import Scoring
from ..settings import TRIGGER, Settings, SettingsError


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the functions of the trigger that the settings name."""
    known = sorted(module.name for module in pkgutil.iter_modules(__path__))
    if settings.trigger not in known:
        raise SettingsError(f"The app setting {TRIGGER} is {settings.trigger!r}: allowed are {', '.join(known)}.")
    importlib.import_module(f"{__name__}.{settings.trigger}").register(app, scoring, settings)

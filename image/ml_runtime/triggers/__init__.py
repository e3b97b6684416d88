"""One module for each trigger, named by the setting ``ML_TRIGGER``. Modules of users are put here too.

A module has ``register(app, scoring, settings)``, which adds the function ``score``, and others if need be. For the command
``try`` it may have ``SAMPLE_SETTINGS``, app settings where none are given, and ``call_with_sample(score, sample)``.
"""

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

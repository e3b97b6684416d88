"""The settings of the runtime: the one place that reads (and completes) the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

TRIGGER = "ML_TRIGGER"
TRIGGER_PREFIX = "ML_TRIGGER_"
SCORING_TIMEOUT_SECONDS = "ML_SCORING_TIMEOUT_SECONDS"
LOG_PAYLOADS = "ML_LOG_PAYLOADS"
CONNECTION = "TriggerConnectionString"
"""Name of the connection that blob and Service Bus bindings use, input and output alike."""


class SettingsError(ValueError):
    """An app setting is missing or has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What the app settings say.

    Attributes:
        trigger: name of a module of ``ml_runtime.triggers``.
        trigger_settings: the ``ML_TRIGGER_*`` settings by their full names; the trigger's module knows what they mean.
        scoring_timeout: seconds that ``run()`` may take, None where only the function timeout of the host counts.
        log_payloads: whether the bodies of requests and answers are logged.
        app_root: the directory of the user's files, ``AML_APP_ROOT`` of Azure ML.
        entry_script: path of the entry script in it, ``AZUREML_ENTRY_SCRIPT``.
        source_directory: ``AZUREML_SOURCE_DIRECTORY``, relative to ``app_root``.
    """

    trigger: str
    trigger_settings: Mapping[str, str]
    scoring_timeout: float | None
    log_payloads: bool
    app_root: str
    entry_script: str
    source_directory: str

    @classmethod
    def from_environment(cls) -> Settings:
        """Reads the environment; raises SettingsError naming the setting, the value received and what is allowed."""
        _complete_environment()
        trigger = os.environ.get(TRIGGER, "")
        if not trigger:
            raise SettingsError(f"The app setting {TRIGGER} is missing: it names the trigger, as in {TRIGGER}=http.")
        return cls(
            trigger=trigger,
            trigger_settings={name: value for name, value in os.environ.items() if name.startswith(TRIGGER_PREFIX)},
            scoring_timeout=_seconds(SCORING_TIMEOUT_SECONDS),
            log_payloads=_flag(LOG_PAYLOADS),
            app_root=os.environ["AML_APP_ROOT"],
            entry_script=os.environ["AZUREML_ENTRY_SCRIPT"],
            source_directory=os.environ["AZUREML_SOURCE_DIRECTORY"],
        )

    def required(self, name: str) -> str:
        """A setting of the trigger; raises SettingsError when it is missing or empty."""
        value = self.trigger_settings.get(name, "")
        if not value:
            raise SettingsError(f"The app setting {name} is missing: the trigger {self.trigger} needs it.")
        return value

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> list[str]:
        """A setting of the trigger that is a comma-separated list out of ``allowed``."""
        values = [value.strip() for value in self.trigger_settings.get(name, default).split(",")]
        if not set(values) <= set(allowed):
            raise SettingsError(f"The app setting {name} is {','.join(values)!r}: allowed are {', '.join(allowed)}.")
        return values


def _complete_environment() -> None:
    """What an Azure ML image sets, for apps run outside an image built from our Dockerfile."""
    os.environ.setdefault("AML_APP_ROOT", "/var/azureml-app")
    os.environ.setdefault("AZUREML_ENTRY_SCRIPT", "score.py")
    os.environ.setdefault("AZUREML_SOURCE_DIRECTORY", ".")
    # azureml.ai.monitoring.Collector raises in init() unless data collection is on. Without the collector's sidecar its
    # data goes to the logger that `logs.configure` silences.
    os.environ.setdefault("AZUREML_MDC_ENABLED", "true")
    if "AZUREML_MDC_HOST" not in os.environ:
        os.environ.setdefault("AZUREML_MDC_LOCAL_CAPTURE", "true")


def _seconds(name: str) -> float | None:
    value = os.environ.get(name, "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise SettingsError(f"The app setting {name} is {value!r}: a whole number of seconds, 1 or more, is allowed.")
    return float(value)


def _flag(name: str) -> bool:
    value = os.environ.get(name, "false").lower()
    if value not in ("true", "false"):
        raise SettingsError(f"The app setting {name} is {value!r}: true and false are allowed.")
    return value == "true"

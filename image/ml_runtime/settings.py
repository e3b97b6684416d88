"""The settings of the runtime: the one place that reads (and completes) the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

TRIGGER = "ML_TRIGGER"
TRIGGER_PREFIX = "ML_TRIGGER_"
SCORING_TIMEOUT_SECONDS = "ML_SCORING_TIMEOUT_SECONDS"
LOG_PAYLOADS = "ML_LOG_PAYLOADS"

# Name of the connection that blob and Service Bus bindings use, input and output alike.
CONNECTION = "TriggerConnectionString"


class SettingsError(ValueError):
    """An app setting is missing or has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What the environment says.

    Attributes:
        values: all of it; a trigger's module knows the names of its own settings.
        trigger: name of a module of ``ml_runtime.triggers``.
        scoring_timeout: seconds that ``run()`` may take, None where only the function timeout of the host counts.
        log_payloads: whether the bodies of requests and answers are logged.
        app_root: ``AML_APP_ROOT``, the directory of the user's files.
        directories: those of the user's modules: ``app_root``, ``AZUREML_SOURCE_DIRECTORY`` and the entry script's own.
    """

    values: Mapping[str, str]
    trigger: str
    scoring_timeout: float | None
    log_payloads: bool
    app_root: str
    directories: list[str]

    @classmethod
    def from_environment(cls) -> Settings:
        """Raises SettingsError naming the setting, the value received and what is allowed."""
        _be_azure_ml()
        values = dict(os.environ)
        timeout = values.get(SCORING_TIMEOUT_SECONDS)
        if timeout and not (timeout.isdecimal() and int(timeout)):
            raise SettingsError(f"The app setting {SCORING_TIMEOUT_SECONDS} is {timeout!r}: allowed are whole seconds.")
        log_payloads = values.get(LOG_PAYLOADS, "false")
        if log_payloads not in ("true", "false"):
            raise SettingsError(f"The app setting {LOG_PAYLOADS} is {log_payloads!r}: allowed are true and false.")
        root = os.path.realpath(values["AML_APP_ROOT"])
        places = ("", values["AZUREML_SOURCE_DIRECTORY"], os.path.dirname(values["AZUREML_ENTRY_SCRIPT"]))
        return cls(
            values=values,
            trigger=required(values, TRIGGER),
            scoring_timeout=float(timeout) if timeout else None,
            log_payloads=log_payloads == "true",
            app_root=root,
            directories=list(dict.fromkeys(os.path.normpath(os.path.join(root, place)) for place in places)),
        )


def required(values: Mapping[str, str], name: str) -> str:
    """A setting that has to be there; raises SettingsError when it is missing or empty."""
    if not values.get(name):
        raise SettingsError(f"The app setting {name} is missing.")
    return values[name]


def _be_azure_ml() -> None:
    """Sets what an Azure ML image sets, where our Dockerfile or the user has not."""
    os.environ.setdefault("AML_APP_ROOT", "/var/azureml-app")
    os.environ.setdefault("AZUREML_ENTRY_SCRIPT", "score.py")
    os.environ.setdefault("AZUREML_SOURCE_DIRECTORY", ".")
    # azureml.ai.monitoring.Collector raises in init() unless collection is on; without the sidecar that takes its data,
    # it hands it to a logger, which `logs.configure` silences.
    os.environ.setdefault("AZUREML_MDC_ENABLED", "true")
    if "AZUREML_MDC_HOST" not in os.environ:
        os.environ.setdefault("AZUREML_MDC_LOCAL_CAPTURE", "true")

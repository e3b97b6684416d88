"""The settings of the runtime: the one place that reads (and completes) the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata

TRIGGER = "ML_TRIGGER"
TRIGGER_PREFIX = "ML_TRIGGER_"
CONCURRENT_PREDICTIONS = "ML_CONCURRENT_PREDICTIONS"
SCORING_TIMEOUT_SECONDS = "ML_SCORING_TIMEOUT_SECONDS"
LOG_PAYLOADS = "ML_LOG_PAYLOADS"

# Name of the connection that the bindings of triggers use, input and output alike.
CONNECTION = "TriggerConnectionString"

# The host's own: how long a call may take, after which it ends the worker process.
FUNCTION_TIMEOUT = "AzureFunctionsJobHost__functionTimeout"
_DEFAULT_FUNCTION_TIMEOUT = 30 * 60.0


class SettingsError(ValueError):
    """An app setting is missing or has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What the environment says.

    Attributes:
        values: all of it; a trigger's module knows the names of its own settings.
        trigger: name of a module of ``ml_runtime.triggers``.
        concurrent_predictions: how many calls of ``run()`` are made at a time.
        scoring_timeout: seconds that ``run()`` may take, None where only the function timeout of the host counts.
        longest_wait: seconds that a call may wait before it begins, so that the host does not end the process for it; None
            where the host lets calls take any time.
        log_payloads: whether the bodies of requests and answers are logged.
        app_root: ``AML_APP_ROOT``, the directory of the user's files.
        directories: those of the user's modules: ``app_root``, ``AZUREML_SOURCE_DIRECTORY`` and the entry script's own.
    """

    values: Mapping[str, str]
    trigger: str
    concurrent_predictions: int
    scoring_timeout: float | None
    longest_wait: float | None
    log_payloads: bool
    app_root: str
    directories: list[str]

    @classmethod
    def from_environment(cls) -> Settings:
        """Raises SettingsError naming the setting, the value received and what is allowed."""
        _set_what_azure_ml_sets()
        values = dict(os.environ)
        timeout = _count(values, SCORING_TIMEOUT_SECONDS, "seconds")
        log_payloads = values.get(LOG_PAYLOADS, "false")
        if log_payloads not in ("true", "false"):
            raise SettingsError(f"The app setting {LOG_PAYLOADS} is {log_payloads!r}: allowed are true and false.")
        root = os.path.realpath(values["AML_APP_ROOT"])
        places = ("", values["AZUREML_SOURCE_DIRECTORY"], os.path.dirname(values["AZUREML_ENTRY_SCRIPT"]))
        return cls(
            values=values,
            trigger=required(values, TRIGGER),
            concurrent_predictions=_count(values, CONCURRENT_PREDICTIONS, "calls") or 1,
            scoring_timeout=None if timeout is None else float(timeout),
            longest_wait=_longest_wait(values.get(FUNCTION_TIMEOUT)),
            log_payloads=log_payloads == "true",
            app_root=root,
            directories=list(dict.fromkeys(os.path.normpath(os.path.join(root, place)) for place in places)),
        )


def required(values: Mapping[str, str], name: str) -> str:
    """A setting that has to be there; raises SettingsError when it is missing or empty."""
    if not values.get(name):
        raise SettingsError(f"The app setting {name} is missing.")
    return values[name]


def _count(values: Mapping[str, str], name: str, unit: str) -> int | None:
    """A whole number of one or more; None when the setting is missing or empty."""
    value = values.get(name)
    if not value:
        return None
    if not value.isdecimal() or int(value) < 1:
        raise SettingsError(f"The app setting {name} is {value!r}: allowed are whole {unit}, one or more.")
    return int(value)


def _longest_wait(function_timeout: str | None) -> float | None:
    """A minute less than a function timeout (``[d.]hh:mm:ss``, or ``-1`` for none), half of one that is under two minutes."""
    found = re.fullmatch(r"(?:(\d+)\.)?(\d+):(\d+):(\d+)", function_timeout or "")
    seconds = _DEFAULT_FUNCTION_TIMEOUT
    if found:
        days, hours, minutes, rest = (int(part or 0) for part in found.groups())
        seconds = ((days * 24 + hours) * 60 + minutes) * 60.0 + rest
    return None if function_timeout == "-1" else max(seconds - 60, seconds / 2)


def _set_what_azure_ml_sets() -> None:
    """Sets what an Azure ML image sets, where our Dockerfile or the user has not."""
    os.environ.setdefault("AML_APP_ROOT", "/var/azureml-app")
    os.environ.setdefault("AZUREML_ENTRY_SCRIPT", "score.py")
    os.environ.setdefault("AZUREML_SOURCE_DIRECTORY", ".")
    if os.environ.get("SERVER_VERSION_LOG_RESPONSE_ENABLED", "true").lower() == "true":  # as `azmlinfsrv` does
        version = metadata.version("azureml-inference-server-http")
        os.environ.setdefault("HTTP_X_MS_SERVER_VERSION", f"azmlinfsrv/{version}")
    # azureml.ai.monitoring.Collector raises in init() unless collection is on; without the sidecar that takes its data,
    # it hands it to a logger, which `logs.send_to_host` silences.
    os.environ.setdefault("AZUREML_MDC_ENABLED", "true")
    if "AZUREML_MDC_HOST" not in os.environ:
        os.environ.setdefault("AZUREML_MDC_LOCAL_CAPTURE", "true")

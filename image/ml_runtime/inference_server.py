"""Microsoft's inference server, loaded in process, again and again until the entry script is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from . import imports, logs
from .settings import Settings


class InferenceServer:
    """The server's WSGI application, with the entry script of the settings in it.

    Attributes:
        scoring_timeout: seconds that the server's own configuration gives ``run()``, None where it gives none.
    """

    scoring_timeout: float | None = None

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._load_script: Callable[[Any, str], None]
        self._loaded: dict[str, Any] = {}  # attributes of the UserScript whose script has been imported

    def load(self) -> Callable[..., Iterable[bytes]]:
        """Imports the script, calls ``init()`` and returns the application; raises what they raise, or SystemExit. After a
        failed import the next call begins anew, after a failed ``init()`` it repeats that alone."""
        os.chdir(self._settings.app_root)  # as on Azure ML: scripts and azureml.core use relative paths
        from azureml_inference_server_http import constants, print_log_hook
        from azureml_inference_server_http.server import create_app  # noqa: F401, all of the server but the script
        from azureml_inference_server_http.server.config import config
        from azureml_inference_server_http.server.user_script import UserScript

        logs.send_to_host(log_payloads=self._settings.log_payloads)  # importing has configured the server's loggers
        print_log_hook.set_print_logger_redirect()
        chosen = config.model_fields_set if hasattr(config, "model_fields_set") else config.__fields_set__  # pydantic 1
        if "scoring_timeout" in chosen:
            self.scoring_timeout = config.scoring_timeout / 1000
        imports.user_directories_first(self._settings.directories, constants.SERVER_ROOT)
        if not hasattr(self, "_load_script"):
            self._load_script = UserScript.load_script
            UserScript.load_script = lambda script, app_root: self._import_script(script, app_root)
        with logs.server_is_quiet():  # of what it logs and turns into an exit, the cause is told by who catches that
            from azureml_inference_server_http.server.entry import app  # imports the script and calls init()

        application: Callable[..., Iterable[bytes]] = app
        return application

    def _import_script(self, script: Any, app_root: str) -> None:
        if not self._loaded:
            directories = self._settings.directories
            with imports.undone_on_failure(directories), imports.installed_namesakes_set_aside(directories):
                self._load_script(script, app_root)
            self._loaded = dict(vars(script))
        vars(script).update(self._loaded)


def cause_of(error: BaseException) -> BaseException:
    """The script's exception, which the inference server wraps (``user_ex``) before it leaves with ``SystemExit``."""
    if isinstance(error, SystemExit) and error.__context__ is not None:
        error = error.__context__
    return getattr(error, "user_ex", error)

"""Run by the image build behind the installation of the dependencies: says what would keep the runtime from working."""

import importlib
import logging
import os
import sys
from importlib import metadata

SERVER = "azureml-inference-server-http"


def main() -> None:
    """Exits with a message unless the runtime's packages can be imported by the Python of the Functions worker."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    worker = os.environ.get("FUNCTIONS_WORKER_RUNTIME_VERSION", python)
    if python != worker:
        sys.exit(f"The environment has Python {python}, the Functions worker of the base image has Python {worker}.")
    logging.disable()  # the server comments on its configuration
    try:
        importlib.import_module("azure.functions")
        importlib.import_module("azureml_inference_server_http.server.create_app")
    except (Exception, SystemExit) as error:
        sys.exit(
            f"{SERVER} {metadata.version(SERVER)} does not work on Python {python} in this environment: {error!r}. Change "
            f"or leave out the environment's pins of {SERVER}, flask, werkzeug and pydantic."
        )


if __name__ == "__main__":
    main()

"""Run by the image build after the dependencies are installed: says what would keep the runtime from working."""

import importlib
import importlib.metadata
import os
import sys

SERVER = "azureml-inference-server-http"
MODULES = ("azure.functions", "azureml_inference_server_http.server.config", "azureml_inference_server_http.server.swagger")


def problems() -> list[str]:
    """One sentence a problem, none if the environment is fit."""
    found = []
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    worker = os.environ.get("FUNCTIONS_WORKER_RUNTIME_VERSION", version)
    if version != worker:
        found.append(f"The environment has Python {version}, the Functions worker of the base image needs {worker}.")
    for module in MODULES:
        try:
            importlib.import_module(module)
        except (Exception, SystemExit) as error:
            installed = importlib.metadata.version(SERVER)
            found.append(
                f"{module} cannot be imported with {SERVER} {installed}: {type(error).__name__}: {error}. Relax the pins of "
                f"{SERVER}, flask, werkzeug or pydantic in the environment, or leave them out."
            )
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems()))

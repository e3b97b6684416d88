"""Fixtures: the protocol compiled by protoc, and hosts that run an entry script."""

import functools
import importlib
import shutil
import sys
from pathlib import Path

import pytest
from grpc_tools import protoc
from host import HERE, Host

TRIGGER_SETTINGS = {
    "http": {},
    "blob": {"ML_TRIGGER_INPUT_PATH": "input/{name}.json", "ML_TRIGGER_OUTPUT_PATH": "output/{name}_out.json"},
    "blob_event_grid": {
        "ML_TRIGGER_EVENT_QUEUE_NAME": "events",
        "ML_TRIGGER_INPUT_PATH": "input/{name}.json",
        "ML_TRIGGER_OUTPUT_PATH": "output/{name}_out.json",
    },
    "service_bus_queue": {"ML_TRIGGER_INPUT_QUEUE_NAME": "input", "ML_TRIGGER_OUTPUT_QUEUE_NAME": "output"},
    "storage_queue": {"ML_TRIGGER_INPUT_QUEUE_NAME": "input", "ML_TRIGGER_OUTPUT_QUEUE_NAME": "output"},
    "service_bus_topic": {
        "ML_TRIGGER_INPUT_TOPIC_NAME": "input",
        "ML_TRIGGER_SUBSCRIPTION_NAME": "model",
        "ML_TRIGGER_OUTPUT_TOPIC_NAME": "output",
    },
}


@pytest.fixture(scope="session")
def protos(tmp_path_factory):
    directory = tmp_path_factory.mktemp("protos")
    well_known = Path(protoc.__file__).parent / "_proto"
    status = protoc.main(["", f"-I{HERE}", f"-I{well_known}", f"--python_out={directory}", "function_rpc.proto"])
    assert status == 0
    sys.path.insert(0, str(directory))
    return importlib.import_module("function_rpc_pb2")


def starter(protos, directory, hosts):
    def start(scenario, *, trigger="http", entry_script="score.py", models=None, index=True, **settings):
        """Starts an app whose files are those of a folder in scenarios/.

        ``models`` are texts by path, ``<name>/<version>/<file>``. Upper-case arguments are app settings; None removes one.
        """
        root = directory / f"app{len(hosts)}"
        shutil.copytree(HERE / "scenarios" / scenario, root)
        models_root = root / "azureml-models"
        for path, text in (models or {}).items():
            (models_root / path).parent.mkdir(parents=True)
            (models_root / path).write_text(text)
        model_dir = models_root
        if len(models or {}) == 1:
            model_dir = (models_root / next(iter(models))).parent
        environment = {
            "ML_TRIGGER": trigger,
            "AML_APP_ROOT": str(root),
            "AZUREML_ENTRY_SCRIPT": entry_script,
            "AZUREML_MODEL_DIR": str(model_dir),
            **TRIGGER_SETTINGS[trigger],
            **settings,
        }
        host = Host(protos, {name: value for name, value in environment.items() if value is not None}, directory)
        hosts.append(host)
        if index:
            host.index()
        return host

    return start


@pytest.fixture
def start(protos, tmp_path):
    """Starts an app for the test alone."""
    hosts = []
    yield starter(protos, tmp_path, hosts)
    for host in hosts:
        host.close()


@pytest.fixture(scope="session")
def shared(protos, tmp_path_factory):
    """Starts an app once for all tests that ask for the same, and look at nothing but its answers."""
    hosts = []
    yield functools.cache(starter(protos, tmp_path_factory.mktemp("shared"), hosts))
    for host in hosts:
        host.close()

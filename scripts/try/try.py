#!/usr/bin/env python3
"""Runs the build context of an image on this machine: no container, no Azure.

    python try.py CONTEXT --input FILE [--trigger NAME] [--output FILE]

CONTEXT is the directory that synthesizing a stack has staged. Its requirements are installed into a virtual environment
(made once, kept in the user's cache directory), the files are laid out as in the image, and the function that the app
would run is called with FILE, as the module of the trigger says (``call_with_sample``). The prediction goes to standard
output or to the output file, logs go to standard error. The exit code is 1 when the prediction fails. The package ships
this file; images do not contain it.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import importlib
import logging
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import types
import uuid
from pathlib import Path


def main() -> None:
    arguments = parse()
    if arguments.context is None:
        predict(arguments)
        return
    context = arguments.context
    if not (context / "Dockerfile").is_file():
        sys.exit(f"{context} is no build context: it has no Dockerfile. Stacks stage theirs when they are synthesized.")
    check_trigger(arguments.trigger, context / "runtime")
    dockerfile = (context / "Dockerfile").read_text()
    python = environment(context, dockerfile, arguments.python)
    with tempfile.TemporaryDirectory(prefix="try-") as directory:
        root = lay_out(context, Path(directory))
        settings = dict(setting.split("=", 1) for setting in arguments.setting)
        process = subprocess.run(
            [python, __file__, *options(arguments)],
            env={
                **os.environ,
                **image_variables(dockerfile, root),
                "AzureWebJobsScriptRoot": str(context / "runtime"),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONPATH": "",
                **settings,
            },
        )
    sys.exit(process.returncode)


def path(text: str) -> Path:
    """A path, counted from where the command was given: npm runs its scripts in the directory of package.json."""
    start = os.environ["INIT_CWD"] if os.environ.get("npm_lifecycle_event") == "try" else ""
    return Path(start, text).resolve()


def file_or_dash(text: str) -> Path | None:
    return None if text == "-" else path(text)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Makes a prediction with a staged build context, on this machine.")
    parser.add_argument(
        "context", nargs="?", type=path, help="the staged context; without it, the image that this runs in is tried"
    )
    parser.add_argument("--input", required=True, type=file_or_dash, help="file with the payload, - is standard input")
    parser.add_argument("--trigger", default="http", metavar="NAME", help="module of the trigger; default: http")
    parser.add_argument(
        "--content-type", help="of the payload; default: as the trigger finds it, application/json on HTTP"
    )
    parser.add_argument("--output", type=path, help="file for the prediction; default: standard output")
    parser.add_argument(
        "--setting", action="append", default=[], metavar="NAME=VALUE", help="an app setting; repeatable"
    )
    parser.add_argument("--python", help="interpreter of the image's Python version; default: the first that is found")
    return parser.parse_args()


def check_trigger(trigger: str, root: Path) -> None:
    """Ends the program unless the runtime in a directory has the trigger's module."""
    modules = sorted(file.stem for file in (root / "ml_runtime" / "triggers").glob("*.py") if file.stem != "__init__")
    if trigger not in modules:
        sys.exit(f"The image has no trigger {trigger}: its modules are {', '.join(modules)}.")


def options(arguments: argparse.Namespace) -> list[str]:
    """The arguments for the interpreter of the environment."""
    given = {"input": arguments.input or "-", "trigger": arguments.trigger, "output": arguments.output}
    given["content-type"] = arguments.content_type
    return [f"--{name}={value}" for name, value in given.items() if value is not None]


def environment(context: Path, dockerfile: str, python: str | None) -> str:
    """The interpreter of the context's environment, which is made unless it is there."""
    found = re.search(r"python=(3\.\d+) pip$|python:4-python(3\.\d+)$", dockerfile, re.MULTILINE)
    here = f"{sys.version_info.major}.{sys.version_info.minor}"  # a base image of one's own does not tell
    version = found[1] or found[2] if found else here
    files = context / "environment"
    conda = files / "conda.yml"
    runtime = context / "runtime" / "requirements.txt"
    read = [*sorted(path for path in files.rglob("*") if path.is_file()), runtime]
    digest = hashlib.sha256(version.encode() + b"".join(file.read_bytes() for file in read)).hexdigest()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cdktf-azure-ml-functions" / "try"
    directory = cache / digest[:16]
    interpreter = str(directory / "bin" / "python")
    if (directory / "complete").exists():
        return interpreter
    shutil.rmtree(directory, ignore_errors=True)
    cache.mkdir(parents=True, exist_ok=True)
    if conda.exists():
        manager = next(filter(None, map(shutil.which, ("micromamba", "mamba", "conda"))), None)
        if manager is None:
            sys.exit(f"{conda} needs micromamba, mamba or conda on the path.")
        subcommand = ["create"] if Path(manager).name == "micromamba" else ["env", "create"]
        run(manager, *subcommand, "--yes", "--prefix", str(directory), "--file", str(conda))
        requirements = [runtime]
    else:
        run(python or find_python(version), "-m", "venv", str(directory))
        named = re.search(r"--requirement (\w+\.txt) ", dockerfile)  # a Dockerfile of one's own may not tell
        requirements = [files / (named[1] if named else "requirements.txt"), runtime]
    pip_options = [option for file in requirements for option in ("--requirement", str(file))]
    run(interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pip_options, directory=files)
    run(interpreter, str(context / "runtime" / "check_environment.py"))
    (directory / "complete").touch()
    return interpreter


def find_python(version: str) -> str:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    installed = [str(path / "bin" / "python") for path in sorted(pyenv.glob(f"{version}.*"))]
    for candidate in (sys.executable, shutil.which(f"python{version}"), *installed):
        code = "import sys; print('%d.%d' % sys.version_info[:2])"
        if (
            candidate
            and subprocess.run([candidate, "-c", code], capture_output=True, text=True).stdout.strip() == version
        ):
            return candidate
    sys.exit(f"The image has Python {version}, which is not found here: install it or give its path with --python.")


def run(*command: str, directory: Path | None = None) -> None:
    print("+", shlex.join(command), file=sys.stderr)
    if subprocess.run(command, stdout=sys.stderr, cwd=directory).returncode != 0:
        sys.exit(f"{Path(command[0]).name} failed: the image's build would fail as well.")


def lay_out(context: Path, directory: Path) -> Path:
    """Makes the image's /var/azureml-app below a directory."""
    root = directory / "azureml-app"
    shutil.copytree(context / "app", root)
    models = root / "azureml-models"
    models.mkdir(exist_ok=True)
    for model in sorted((context / "models").glob("*")):
        (models / model.name).symlink_to(model, target_is_directory=True)
    return root


def image_variables(dockerfile: str, root: Path) -> dict[str, str]:
    """What the image's ENV sets for the script, with the local app root."""
    pairs = re.findall(r'\b((?:AML|AZUREML|ML)_\w+)=("(?:[^"\\]|\\.)*"|\S+)', dockerfile)
    values = {name: re.sub(r"\\(.)", r"\1", value.strip('"')) for name, value in pairs}
    return {name: value.replace("/var/azureml-app", str(root)) for name, value in values.items()}


def predict(arguments: argparse.Namespace) -> None:
    """Calls the app's function in this interpreter, whose environment variables are those of the image."""
    standard_output = os.dup(1)
    os.dup2(2, 1)  # what the script prints is log
    payload = arguments.input.read_bytes() if arguments.input else sys.stdin.buffer.read()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)

    root = os.environ["AzureWebJobsScriptRoot"]
    check_trigger(arguments.trigger, Path(root))
    sys.path.append(root)
    from ml_runtime.sample import Sample

    module = importlib.import_module(f"ml_runtime.triggers.{arguments.trigger}")
    if not hasattr(module, "call_with_sample"):
        sys.exit(f"The trigger's module {arguments.trigger} has no function call_with_sample: it cannot be tried here.")
    sample_settings = getattr(module, "SAMPLE_SETTINGS", {})
    os.environ.update({**sample_settings, **os.environ, "ML_TRIGGER": arguments.trigger})
    import function_app

    functions = {
        function.get_function_name(): function.get_user_function() for function in function_app.app.get_functions()
    }
    if "score" not in functions:
        sys.exit(f"The trigger's module registers no function score. It registers: {', '.join(functions)}.")
    name = arguments.input.name if arguments.input else "-"
    sample = Sample(payload, name, arguments.content_type, make_context())
    try:
        call = module.call_with_sample(functions["score"], sample)
        answer = asyncio.run(unless_failed(call, function_app.scoring))
        print(f"status {answer.status}" if answer.status else "done", file=sys.stderr)
        if arguments.output:
            arguments.output.write_bytes(answer.body)
        else:
            os.write(standard_output, answer.body)
        code = 0 if answer.status is None or 200 <= answer.status < 300 else 1
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        code = 1
    sys.stderr.flush()
    os._exit(code)  # a script's thread may still run


async def unless_failed(call, scoring):
    """What a call returns, unless the script cannot be loaded, which the runtime would try again and again."""
    task = asyncio.ensure_future(call)
    while not (await asyncio.wait({task}, timeout=0.1))[0]:
        if scoring.state == "failed":
            raise RuntimeError("the entry script could not be loaded, see above")
    return await task


def make_context() -> types.SimpleNamespace:
    """What the worker tells a function of its invocation."""
    return types.SimpleNamespace(invocation_id=str(uuid.uuid4()), thread_local_storage=threading.local())


if __name__ == "__main__":
    main()

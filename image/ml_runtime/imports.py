"""The modules that the entry script sees: those of a process of its own, not of the Functions worker's."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pkgutil
import sys
import sysconfig
import types
from collections.abc import Iterator

# Packages of the worker processes of the base images: the classic one up to Python 3.12, the proxy from 3.13 on.
_WORKERS = ("azure_functions_worker", "proxy_worker")


def leave_the_worker() -> None:
    """Takes the worker's packages out of reach, of this process and of its children.

    The worker has evicted them from ``sys.modules``, and imports of what the environment lacks would load them anew: a
    second copy of its protobuf or grpc ends the process. It has evicted ``__main__`` as well, which ``pickle``, ``dill``
    and ``multiprocessing`` look for.
    """
    workers = [module for name in _WORKERS if (module := sys.modules.get(name)) is not None]
    directories = {os.path.dirname(path) for module in workers for path in module.__path__}
    sys.path[:] = [path for path in sys.path if path not in directories]
    sys.modules.setdefault("__main__", types.ModuleType("__main__"))
    if workers:
        os.environ.pop("PYTHONPATH", None)  # which it has set for itself, and kept nothing of what that was before
        asyncio.set_event_loop_policy(None)  # the proxy's is uvloop's, whose loops `nest_asyncio` cannot patch


def user_directories_first(directories: list[str], server_directory: str) -> None:
    """Puts the user's directories behind the standard library and ahead of all installed packages.

    The inference server appends them behind its own directory, whose ``utils.py`` and ``config.py`` would hide the
    user's.
    """
    moved = {*directories, os.path.realpath(server_directory)}
    others = [path for path in sys.path if os.path.realpath(path) not in moved]
    standard = [path for path in others if path.startswith(sysconfig.get_path("stdlib")) and "-packages" not in path]
    sys.path[:] = [*standard, *directories, *(path for path in others if path not in standard)]


@contextlib.contextmanager
def undone_on_failure(directories: list[str]) -> Iterator[None]:
    """Forgets the user's modules, and what their decorators have registered, when importing them fails: they can be
    imported again."""
    known = set(sys.modules)
    is_done = False
    try:
        yield
        is_done = True
    finally:
        if not is_done:
            prefixes = tuple(os.path.join(directory, "") for directory in directories)
            for name in set(sys.modules) - known:
                if _file(sys.modules[name]).startswith(prefixes):
                    del sys.modules[name]
            _forget_decorators()


def _forget_decorators() -> None:
    from azureml_inference_server_http.api import aml_request
    from inference_schema import schema_util

    aml_request._rawHttpRequested = False
    schema_util.__functions_schema__.clear()
    schema_util.__versions__.clear()


def _file(module: types.ModuleType) -> str:
    return getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", ())), "")


@contextlib.contextmanager
def installed_namesakes_set_aside(directories: list[str]) -> Iterator[None]:
    """Lets imports find the user's modules that have the names of packages the runtime has imported already.

    Afterwards these names are the packages' again, as the runtime's late imports need them.
    """
    names = {module.name for module in pkgutil.iter_modules(directories)} - sys.stdlib_module_names
    hidden = {name: module for name, module in sys.modules.copy().items() if name.partition(".")[0] in names}
    for name in hidden:
        del sys.modules[name]
    try:
        yield
    finally:
        sys.modules.update(hidden)

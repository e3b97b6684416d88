"""The module search path that the entry script sees."""

from __future__ import annotations

import contextlib
import os
import pkgutil
import sys
import sysconfig
from collections.abc import Iterator


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
def installed_namesakes_set_aside(directories: list[str]) -> Iterator[None]:
    """Lets imports find the user's modules that have the names of packages the runtime has imported already.

    Afterwards these names are the packages' again, as the runtime's late imports need them.
    """
    names = {module.name for module in pkgutil.iter_modules(directories)} - sys.stdlib_module_names
    hidden = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in names}
    for name in hidden:
        del sys.modules[name]
    try:
        yield
    finally:
        sys.modules.update(hidden)

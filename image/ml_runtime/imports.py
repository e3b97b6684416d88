"""The module search path that the entry script sees."""

from __future__ import annotations

import contextlib
import os
import pkgutil
import sys
import sysconfig
from collections.abc import Iterator


@contextlib.contextmanager
def user_modules_first(directories: list[str], server_directory: str) -> Iterator[None]:
    """Puts the user's directories right behind the standard library, ahead of all installed packages, for good.

    The inference server appends them behind its own directory, whose ``utils.py`` and ``config.py`` would hide the
    user's. A module of the user that has the name of a package the runtime has imported already is found while the
    script loads; afterwards the name is the package's again, as the runtime's own late imports need it.
    """
    moved = {*directories, os.path.realpath(server_directory)}
    others = [path for path in sys.path if os.path.realpath(path) not in moved]
    standard = [path for path in others if path.startswith(sysconfig.get_path("stdlib")) and "-packages" not in path]
    sys.path[:] = [*standard, *directories, *(path for path in others if path not in standard)]

    names = {module.name for module in pkgutil.iter_modules(directories)} - sys.stdlib_module_names
    hidden = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in names}
    for name in hidden:
        del sys.modules[name]
    try:
        yield
    finally:
        sys.modules.update(hidden)

"""What happens before the Python package loads the packages that it is built on.

The code that jsii makes calls `prepare` first. It goes into the wheel beside that code.
"""

import importlib
import importlib.util
import os
import pkgutil
import re
import sys
from collections.abc import Mapping
from types import ModuleType


def prepare(assemblies: Mapping[str, str]) -> None:
    """Takes the names of the jsii packages of providers, and of the Python packages that have their bindings."""
    # Node.js 20 is supported here, and the warning of jsii would come with each synthesis
    os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")
    for assembly, package in assemblies.items():
        if package not in sys.modules:
            _load_lazily(assembly, package)


def _load_lazily(assembly: str, package: str) -> None:
    """Lets the modules of a package be imported when they are needed: it would import all of them, more than a thousand."""
    bindings = _module(package)
    if bindings is None:
        return  # the code that jsii makes says what is missing
    modules = [module.name for module in pkgutil.iter_modules(bindings.__path__) if module.name != "_jsii"]

    def import_module(name: str) -> ModuleType:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return importlib.import_module(f"{package}.{name}")

    vars(bindings).update(__all__=modules, __dir__=lambda: modules, __getattr__=import_module)
    sys.modules[package] = bindings

    # This map is how newer versions of jsii-pacmak tell the runtime in which module it finds a type.
    runtime = _module(f"{package}._jsii")
    assert runtime is not None and runtime.__spec__ is not None and runtime.__spec__.loader is not None
    vars(runtime)["_SUBMODULE_FQN_MAP"] = {f"{assembly}.{_camel_case(name)}": f"{package}.{name}" for name in modules}
    sys.modules[runtime.__name__] = runtime
    runtime.__spec__.loader.exec_module(runtime)


def _module(name: str) -> ModuleType | None:
    """A module that has not run."""
    spec = importlib.util.find_spec(name)
    return None if spec is None else importlib.util.module_from_spec(spec)


def _camel_case(name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)

"""ml_runtime.imports beside other threads; what scripts see of it is in test_loading.py."""

import sys
import types

from host import IMAGE

sys.path.append(str(IMAGE))
from ml_runtime import imports  # noqa: E402


def test_modules_that_another_thread_imports_meanwhile_do_no_harm(monkeypatch, tmp_path):
    class Name(str):
        """Asked for its parts, it is as if another thread had imported a module just then."""

        def partition(self, separator):
            monkeypatch.setitem(sys.modules, "imported_meanwhile", types.ModuleType("imported_meanwhile"))
            return super().partition(separator)

    monkeypatch.setitem(sys.modules, Name("asked_for_its_parts"), types.ModuleType("asked_for_its_parts"))
    with imports.installed_namesakes_set_aside([str(tmp_path)]):
        assert "imported_meanwhile" in sys.modules

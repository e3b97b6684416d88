"""What synthesizing from Python costs: python bench.py [turns], in the environment of the Python tests.

The smallest stack of the README is synthesized from TypeScript and from Python, in turns, each time in a process of its own,
with the same compiled library. A figure is the median of the turns, a ratio that of the medians. The processor time is that of
all processes; the time on the clock suffers from other work on the machine.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.append(str(Path(__file__).resolve().parents[2] / "__tests__/python"))

from project import block, make_project  # noqa: E402

TYPESCRIPT = "TypeScript"


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as root:
        project = make_project("cdktf", Path(root))
        code = block(project.sources / "README.md", "ts").replace('"examples/diabetes', '"../diabetes')
        typescript = project.write_typescript(code)
        stack = (project.directory / "main.py").read_text()

        def python(code: str, home: str = "home") -> None:
            # where jsii and this library have their caches
            os.environ["HOME"] = str(Path(root, home))
            done = project.python("-c", code)
            assert done.returncode == 0, done.stderr

        def python_first(code: str) -> None:
            shutil.rmtree(Path(root, "first"), ignore_errors=True)
            python(code, "first")

        contenders = {
            TYPESCRIPT: lambda: project.typescript(typescript),
            "Python": lambda: python(stack),
            "Python, first synth on a machine": lambda: python_first(stack),
            "Python, all bindings imported first": lambda: python(f"import {project.bindings}\n{stack}"),
            "Python, imports alone": lambda: python(stack[: stack.index("app = App()")]),
        }
        # what is compiled once
        for synthesize in contenders.values():
            synthesize()
        figures: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
        for _ in range(turns):
            for name, synthesize in contenders.items():
                figures[name].append(timed(synthesize))
    baseline = [median(values) for values in zip(*figures[TYPESCRIPT], strict=True)]
    print(f"{'÷ ' + TYPESCRIPT:40} {'processor':>10} {'clock':>10}")
    for name, measured in figures.items():
        ratios = [median(values) / base for values, base in zip(zip(*measured, strict=True), baseline, strict=True)]
        print(f"{name:40} {ratios[0]:10.2f} {ratios[1]:10.2f}")


def timed(run) -> tuple[float, float]:
    """Processor time of what is started, and time on the clock."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - start


main()

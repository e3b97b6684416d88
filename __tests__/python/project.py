"""A project that uses a package that `npm run packages` made, in a virtual environment with its wheel."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "packages"
BINDINGS = {"cdktf": "cdktf_cdktf_provider_azurerm", "cdktn": "cdktn_provider_azurerm"}


@dataclass(frozen=True)
class Project:
    """The directory `examples/python`, as it is for one of the packages."""

    flavor: str
    directory: Path
    environment: Path

    @property
    def module(self) -> str:
        return f"{self.flavor}_azure_ml_functions"

    @property
    def sources(self) -> Path:
        """The repository as that package was compiled from it."""
        return PACKAGES / self.flavor

    @property
    def bindings(self) -> str:
        """The module of the provider."""
        return BINDINGS[self.flavor]

    def python(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return self._run(self.environment / "bin/python", *arguments)

    def command(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return self._run(self.environment / f"bin/{self.flavor}-azure-ml-functions", *arguments)

    def typescript(self, program: Path) -> None:
        """Synthesizes with the compiled library, or with its sources."""
        done = self._run("node", ROOT / "node_modules/tsx/dist/cli.mjs", program)
        assert (done.stderr, done.returncode) == ("", 0)

    def write_typescript(self, code: str) -> Path:
        """A program that imports the compiled library as users do."""
        program = self.directory / "main.ts"
        program.write_text(code.replace(f'"{self.flavor}-azure-ml-functions', f'"{self.sources}'))
        return program

    def stack(self, name: str) -> dict:
        """What was synthesized of a stack, which is deleted."""
        output = self.directory / "cdktf.out"
        stack = json.loads((output / "stacks" / name / "cdk.tf.json").read_text())
        shutil.rmtree(output)
        if self.flavor == "cdktn":
            # the bindings in Python are for another version of the CDK than npm has, and those for Docker are others
            del stack["//"]["metadata"]["version"]
            del stack["terraform"]["required_providers"]["docker"]["version"]
        return stack

    def _run(self, *command: object) -> subprocess.CompletedProcess[str]:
        # without what the caller was told
        env = {name: value for name, value in os.environ.items() if not name.startswith(("JSII_", "PYTHON"))}
        return subprocess.run([*map(str, command)], cwd=self.directory, env=env, capture_output=True, text=True)


def make_project(flavor: str, directory: Path) -> Project:
    [wheel] = (PACKAGES / "python").glob(f"{flavor}_azure_ml_functions-*.whl")
    environment = directory / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    sources = PACKAGES / flavor
    # the bindings that TypeScript is compared with; of their thousands of modules, those that are imported are compiled
    provider = json.loads((sources / f"node_modules/@{flavor}/provider-azurerm/package.json").read_text())
    requirements = [wheel, f"{BINDINGS[flavor].replace('_', '-')}=={provider['version']}"]
    if flavor == "cdktn":
        requirements.append("cdktn-provider-docker<15")
    pip = [sys.executable, "-m", "pip", "--python", environment, "install", "--quiet", "--no-compile"]
    subprocess.run([*pip, *requirements], check=True)

    examples = directory / "examples"
    for name in ["python", "diabetes"]:
        shutil.copytree(sources / "examples" / name, examples / name, ignore=shutil.ignore_patterns("cdktf.out"))
    (examples / "python/node_modules").symlink_to(sources / "node_modules")
    return Project(flavor, examples / "python", environment)


def block(page: Path, language: str) -> str:
    """The first code block of a page in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]

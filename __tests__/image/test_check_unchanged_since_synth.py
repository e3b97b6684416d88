"""The check that the image build runs behind the models and the user's code."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "image" / "check_unchanged_since_synth.py"
NAMES = ["model.bin", "with space", "back\\slash", "new\nline", "carriage\rreturn", "line\u2028separator", "deep/er/é"]


def check(manifest: Path, directory: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, SCRIPT, manifest, directory], capture_output=True, text=True)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    directory = tmp_path / "models"
    for name in NAMES:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return directory


@pytest.fixture
def manifest(files: Path) -> Path:
    path = files.with_suffix(".sha256")
    lines = []
    for name in NAMES:
        escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        digest = hashlib.sha256((files / name).read_bytes()).hexdigest()
        lines.append(f"{'' if name == escaped else chr(92)}{digest}  {escaped}\n")
    path.write_bytes("".join(lines).encode())
    return path


def test_unchanged_files_pass(files: Path, manifest: Path) -> None:
    result = check(manifest, files)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_file_is_named(files: Path, manifest: Path, name: str) -> None:
    (files / name).write_text("changed")
    result = check(manifest, files)
    assert result.returncode == 1
    assert result.stderr == f"Changed since the stack was synthesized: {name!r}. Synthesize again, then apply.\n"


def test_a_missing_file_is_named(files: Path, manifest: Path) -> None:
    (files / "model.bin").unlink()
    assert "'model.bin'" in check(manifest, files).stderr


def test_nothing_to_check_passes(tmp_path: Path) -> None:
    manifest = tmp_path / "models.sha256"
    manifest.touch()
    assert check(manifest, tmp_path).returncode == 0

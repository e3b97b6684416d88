"""Makes lib/private/python/package-table.ts anew from the index that pip is set up for by default.

    npm run python -- scripts/known-packages.py [--until 2026-11-26]

Without a date, all that the index has counts; with one, what was uploaded later does not, so that the same date gives the same
table. Reads the lists of files, and of one wheel a version what it requires.
"""

import argparse
import io
import json
import re
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from packaging import tags
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "lib/private/python/package-table.ts"
INDEX = "https://pypi.org/simple"
JSON = {"Accept": "application/vnd.pypi.simple.v1+json"}

PYTHONS = ("3.10", "3.11", "3.12", "3.13")
GLIBC_MINOR = 36
"""Of Debian 12, which the base images are made of."""

MODEL_PACKAGES = """
    azureml-defaults catboost h5py joblib keras lightgbm llvmlite lxml matplotlib mlflow numba numpy onnxruntime opencv-python
    opencv-python-headless pandas pillow protobuf psutil pyarrow pydantic-core scikit-learn scipy shap spacy
    statsmodels tensorflow tokenizers torch torchvision transformers xgboost
""".split()
"""What models need most, and what names these in turn: where one of them has no wheel, a compiler is needed."""

RUNTIME_LEVELS = 2
"""How far to follow what the runtime's packages need: `flask`, and the `werkzeug` that it needs."""

MORE_OF_RUNTIME = ["flask", "jinja2", "markupsafe", "pydantic-settings", "typing-extensions", "werkzeug"]
"""Often pinned, where a lower bound counts too."""

NEEDS_FROM = {"mlflow": "2.0", "torchvision": "0.11", "transformers": "4.20"}
"""Of earlier versions than these it is only known that they are there."""

LIVING = timedelta(days=730)
"""A minor series may get another release if its last one is not older."""


class Ranged(io.RawIOBase):
    """A remote file of which only the parts that are read are fetched."""

    CHUNK = 1 << 16

    def __init__(self, url: str, size: int) -> None:
        self.url, self.size, self.position = url, size, 0
        self.chunks: dict[int, bytes] = {}

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.size}[whence]
        return self.position

    def readinto(self, buffer: Any) -> int:
        number, start = divmod(self.position, self.CHUNK)
        if number not in self.chunks:
            first = number * self.CHUNK
            last = min(self.size, first + self.CHUNK) - 1
            self.chunks[number] = fetch(self.url, {"Range": f"bytes={first}-{last}"})
        part = self.chunks[number][start : start + len(buffer)]
        buffer[: len(part)] = part
        self.position += len(part)
        return len(part)


def fetch(url: str, headers: dict[str, str], attempts: int = 5) -> bytes:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as response:
            return bytes(response.read())
    except OSError as error:
        # what the index answers for good is no failure of the network
        is_final = isinstance(error, urllib.error.HTTPError) and error.code < 500
        if is_final or attempts == 1:
            raise
        time.sleep(2 ** (6 - attempts))
        return fetch(url, headers, attempts - 1)


def metadata_of(file: dict[str, Any]) -> str:
    try:
        return fetch(f"{file['url']}.metadata", {}).decode("utf-8", "replace")
    except urllib.error.HTTPError:
        with zipfile.ZipFile(io.BufferedReader(Ranged(file["url"], file["size"]), Ranged.CHUNK)) as wheel:
            (name,) = (name for name in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
            return wheel.read(name).decode("utf-8", "replace")


def requirements_of(file: dict[str, Any]) -> list[Requirement]:
    head = metadata_of(file).replace("\r", "").split("\n\n")[0]
    found = []
    for line in re.findall(r"^Requires-Dist: (.*)$", head, re.MULTILINE):
        try:
            found.append(Requirement(line))
        except InvalidRequirement:
            print(f"{file['filename']}: {line}", file=sys.stderr)
    return found


def supported_tags(python: str) -> frozenset[tags.Tag]:
    minor = int(python.split(".")[1])
    platforms = [f"manylinux_2_{i}_x86_64" for i in range(GLIBC_MINOR, 4, -1)]
    platforms += ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"]
    cpython = tags.cpython_tags((3, minor), [f"cp3{minor}"], platforms)
    return frozenset([*cpython, *tags.compatible_tags((3, minor), f"cp3{minor}", platforms)])


SUPPORTED = {python: supported_tags(python) for python in PYTHONS}


class Release:
    """The files of one version."""

    def __init__(self, name: str, version: Version, files: list[dict[str, Any]]) -> None:
        self.version = version
        self.yanked = all(file["yanked"] for file in files)
        self.uploaded = max(file["upload-time"][:10] for file in files)
        self.wheels = {python: self._wheel(files, python) for python in PYTHONS}
        self.sdists = {python: any(is_sdist(file) and allows(file, python) for file in files) for python in PYTHONS}
        wheel = next((self.wheels[python] for python in reversed(PYTHONS) if self.wheels[python]), None)
        is_early = version < Version(NEEDS_FROM.get(name, "0"))
        requirements = [] if wheel is None or is_early else requirements_of(wheel)
        self.needs = {python: needs_on(python, requirements) for python in PYTHONS}

    @staticmethod
    def _wheel(files: list[dict[str, Any]], python: str) -> dict[str, Any] | None:
        for file in files:
            if not is_sdist(file) and wheel_tags(file) & SUPPORTED[python] and allows(file, python):
                return file
        return None

    def rows(self, names: set[str], pure: bool) -> list[tuple[str, str]]:
        """For which Pythons it is there as a wheel (w), as a source (s) or not (-), by what it requires there."""
        states: dict[str, dict[str, str]] = {}
        for python in PYTHONS:
            state = "w" if self.wheels[python] else "-" if not self.sdists[python] else "w" if pure else "s"
            needs = [one for one in self.needs[python] if name_of(one) in names] if state != "-" else []
            states.setdefault("; ".join(needs), {})[python] = state
        rows = [("".join(found.get(python, "-") for python in PYTHONS), needs) for needs, found in states.items()]
        return [row for row in rows if row[0] != "----"] or [("----", "")]


def needs_on(python: str, requirements: list[Requirement]) -> list[str]:
    """What is required on a Python, but for pre-releases, which are not in the table."""
    environment = {
        "extra": "",
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{python}.50",
        "python_version": python,
        "sys_platform": "linux",
    }
    specifiers: dict[str, SpecifierSet] = {}
    for one in requirements:
        if one.marker is None or one.marker.evaluate(environment):
            name = canonicalize_name(one.name)
            specifiers[name] = specifiers.get(name, SpecifierSet()) & one.specifier
    finals = {name: found for name, found in specifiers.items() if not found.prereleases}
    return [f"{name} {','.join(sorted(map(str, found)))}".strip() for name, found in sorted(finals.items())]


def is_sdist(file: dict[str, Any]) -> bool:
    return not file["filename"].endswith(".whl")


def wheel_tags(file: dict[str, Any]) -> frozenset[tags.Tag]:
    return parse_wheel_filename(file["filename"])[3]


def allows(file: dict[str, Any], python: str) -> bool:
    # a late patch release: bounds such as >=3.10.1 are met
    return SpecifierSet(file["requires-python"] or "").contains(f"{python}.50")


def files_of(name: str, until: str) -> Iterator[tuple[Version, dict[str, Any]]]:
    """The files that pip looks at, of final versions."""
    for file in json.loads(fetch(f"{INDEX}/{name}/", JSON))["files"]:
        parse: Callable[[str], Any] = parse_sdist_filename if is_sdist(file) else parse_wheel_filename
        try:
            version = parse(re.sub(r"\.(tar\.bz2|tgz)$", ".tar.gz", file["filename"]))[1]
            allows(file, PYTHONS[0])
        except (InvalidWheelFilename, InvalidVersion, ValueError):
            continue
        if not version.is_prerelease and file["upload-time"][:10] <= until:
            yield version, file


def releases_of(name: str, until: str, wanted: SpecifierSet) -> list[Release]:
    files = sorted(((v, f) for v, f in files_of(name, until) if v in wanted), key=lambda pair: pair[0])
    grouped = [(version, [file for _, file in group]) for version, group in groupby(files, lambda pair: pair[0])]
    with ThreadPoolExecutor(12) as pool:
        return list(pool.map(lambda pair: Release(name, *pair), grouped))


def table(releases: dict[str, list[Release]], until: str) -> Iterator[str]:
    names = {name for name in held(releases) | set(MODEL_PACKAGES) if releases.get(name)}
    for name in sorted(names):
        found = releases[name]
        wheels = [wheel for release in found for wheel in release.wheels.values() if wheel]
        pure = name not in MODEL_PACKAGES or all(tag.platform == "any" for wheel in wheels for tag in wheel_tags(wheel))
        yield " ".join([name, *living_series(found, until)])
        rows = [(row, release) for release in found for row in release.rows(names, pure)]
        for row, group in grouped_rows(rows):
            versions = " ".join(f"{release.version}{'*' if release.yanked else ''}" for release in group)
            yield f"  {row[0]} {versions}{' | ' if row[1] else ''}{row[1]}"


def held(releases: dict[str, list[Release]]) -> set[str]:
    """The runtime's packages, and of what they need the ones that not any later version does for."""
    needs = (need for found in releases.values() for release in found for on in release.needs.values() for need in on)
    return {*runtime_requirements(), *MORE_OF_RUNTIME, *(name_of(need) for need in needs if re.search("<|[=~]=", need))}


def grouped_rows(rows: list[tuple[tuple[str, str], Release]]) -> Iterable[tuple[tuple[str, str], list[Release]]]:
    """Rows in the order of their first version."""
    groups: dict[tuple[str, str], list[Release]] = {}
    for row, release in rows:
        groups.setdefault(row, []).append(release)
    return groups.items()


def living_series(releases: list[Release], until: str) -> list[str]:
    """Minor series, other than the newest, whose last release is not old."""
    last: dict[str, str] = {}
    for release in releases:
        series = ".".join(map(str, (*release.version.release, 0)[:2]))
        last[series] = max(last.get(series, ""), release.uploaded)
    oldest = (date.fromisoformat(until) - LIVING).isoformat()
    return [series for series in list(last)[:-1] if last[series] >= oldest]


def name_of(need: str) -> str:
    return need.split(" ")[0]


def needed_names(releases: list[Release]) -> set[str]:
    return {name_of(one) for release in releases for python in PYTHONS for one in release.needs[python]}


def runtime_requirements() -> dict[str, SpecifierSet]:
    lines = (ROOT / "image/requirements.txt").read_text().split()
    return {requirement.name: requirement.specifier for requirement in map(Requirement, lines)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--until", default="9999-12-31", help="date of the last uploads that count")
    until = parser.parse_args().until
    runtime = runtime_requirements()
    releases: dict[str, list[Release]] = {}
    level = sorted(runtime)
    for _ in range(RUNTIME_LEVELS):
        releases |= {name: releases_of(name, until, runtime.get(name, SpecifierSet())) for name in level}
        level = sorted({needed for name in level for needed in needed_names(releases[name])} - set(releases))
    for name in {*level, *MORE_OF_RUNTIME, *MODEL_PACKAGES} - set(releases):
        releases[name] = releases_of(name, until, SpecifierSet())
    newest = max(release.uploaded for found in releases.values() for release in found)
    lines = table(releases, newest)
    TABLE.write_text(
        HEAD.format(date=newest, pythons=", ".join(PYTHONS)) + "".join(f"{line}\n" for line in lines) + "`;\n"
    )


HEAD = """\
// Made by scripts/known-packages.py: do not edit.

/** Date of the newest upload that counted: what came later is not judged. */
export const PACKAGE_TABLE_DATE = "{date}";

/**
 * What the index has. A line without indent: the name of a package, and those of its minor series that may get another release
 * although there are newer ones. An indented line: for Python {pythons} each a wheel (w), a source
 * only (s), or nothing (-), then the versions (* withdrawn), then what they need of the other packages.
 */
export const PACKAGE_TABLE = `
"""

if __name__ == "__main__":
    main()

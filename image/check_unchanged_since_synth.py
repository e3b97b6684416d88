"""Run by the image build behind a COPY: says which large files are no longer what they were when the stack was synthesized.

The build context holds large files as hard links, so that no byte is copied. Whoever writes to the original afterwards
writes to the link as well, and would change the image under the hash of what it was before.
"""

import hashlib
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CHUNK_BYTES = 256 * 1024
ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}


def main(manifest: str, directory: str) -> None:
    """Exits with a message unless the files of a manifest in sha256sum's format have the digests it gives."""
    lines = Path(manifest).read_bytes().decode().split("\n")
    expected = dict(parse(line) for line in lines if line)
    paths = [Path(directory, name) for name in expected]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(digest, paths)
    changed = [repr(name) for (name, want), have in zip(expected.items(), found, strict=True) if want != have]
    if changed:
        sys.exit(f"Changed since the stack was synthesized: {', '.join(changed)}. Synthesize again, then apply.")


def parse(line: str) -> "tuple[str, str]":
    """A line of sha256sum: the digest, two spaces, the name; a backslash in front says that the name is escaped."""
    value, name = line.lstrip("\\").split("  ", 1)
    if line.startswith("\\"):
        name = re.sub(r"\\.", lambda found: ESCAPES[found[0]], name)
    return name, value


def digest(path: Path) -> str:
    """The SHA-256 of a file in hex; of one that is missing, nothing."""
    if not path.is_file():
        return ""
    found = hashlib.sha256()
    buffer = memoryview(bytearray(CHUNK_BYTES))
    with path.open("rb", buffering=0) as file:
        while read := file.readinto(buffer):
            found.update(buffer[:read])
    return found.hexdigest()


if __name__ == "__main__":
    main(*sys.argv[1:])

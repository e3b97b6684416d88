"""Translation between payloads and WSGI (https://peps.python.org/pep-3333/)."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit


@dataclass(frozen=True)
class Request:
    """What is posted to the inference server."""

    body: bytes
    headers: Mapping[str, str]
    method: str = "POST"
    url: str = "http://localhost/score"


@dataclass(frozen=True)
class Response:
    """What the inference server answers."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def call(app: Callable[..., Iterable[bytes]], request: Request) -> Response:
    """Calls a WSGI application and collects the whole answer."""
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], Any]:
        started[:] = [int(status.split(" ", 1)[0]), headers]
        return written.append

    written: list[bytes] = []
    chunks = app(_environ(request), start_response)
    try:
        written.extend(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return Response(status=started[0], headers=started[1], body=b"".join(written))


def _environ(request: Request) -> dict[str, Any]:
    url = urlsplit(request.url)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(url.path).decode("latin-1"),
        "QUERY_STRING": url.query,
        "SERVER_NAME": url.hostname or "localhost",
        "SERVER_PORT": str(url.port or (443 if url.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        environ[key] = value.encode("utf-8").decode("latin-1")
    # The body is here whole, whatever its transfer was.
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ["CONTENT_LENGTH"] = str(len(request.body))
    return environ

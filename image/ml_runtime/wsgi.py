"""Requests to a WSGI application (https://peps.python.org/pep-3333/) and its answers, as plain data."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    """A request; only the query, the host and the scheme of its URL count."""

    body: bytes
    headers: Mapping[str, str]
    path: str = "/score"
    method: str = "POST"
    url: str = "http://localhost"


@dataclass(frozen=True)
class Response:
    """An answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def call(app: Callable[..., Iterable[bytes]], request: Request) -> Response:
    """Calls a WSGI application and collects the whole answer."""
    from werkzeug.test import run_wsgi_app

    chunks, status, headers = run_wsgi_app(app, _environ(request), buffered=True)
    return Response(int(status.split(" ", 1)[0]), list(headers), b"".join(chunks))


def _environ(request: Request) -> dict[str, Any]:
    url = urlsplit(request.url)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path,
        "QUERY_STRING": url.query,
        "SERVER_NAME": url.hostname,
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
        environ["HTTP_" + name.upper().replace("-", "_")] = value.encode().decode("latin-1")
    environ.pop("HTTP_TRANSFER_ENCODING", None)  # the body is whole, whatever its transfer was
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ["CONTENT_LENGTH"] = str(len(request.body))
    return environ

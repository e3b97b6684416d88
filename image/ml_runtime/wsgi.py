"""Requests to a WSGI application (https://peps.python.org/pep-3333/) and its answers, as plain data."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from werkzeug.test import run_wsgi_app


class Request(NamedTuple):
    """A request; only the host, the scheme and the query of its URL count."""

    body: bytes
    headers: Mapping[str, str]
    path: str = "/score"
    method: str = "POST"
    url: str = "http://localhost"


class Response(NamedTuple):
    """An answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def call(app: Callable[..., Iterable[bytes]], request: Request) -> Response:
    """Calls a WSGI application and collects the whole answer."""
    chunks, status, headers = run_wsgi_app(app, _environ(request), buffered=True)
    return Response(int(status.split(" ", 1)[0]), list(headers), b"".join(chunks))


def _environ(request: Request) -> dict[str, Any]:
    pairs = (
        (name.upper().replace("-", "_"), value.encode().decode("latin-1")) for name, value in request.headers.items()
    )
    environ: dict[str, Any] = {f"HTTP_{name}": value for name, value in pairs}
    environ.pop("HTTP_TRANSFER_ENCODING", None)  # the body is whole, whatever its transfer was
    environ.pop("HTTP_CONTENT_LENGTH", None)
    if (content_type := environ.pop("HTTP_CONTENT_TYPE", None)) is not None:
        environ["CONTENT_TYPE"] = content_type
    url = urlsplit(request.url)
    environ |= {
        "REQUEST_METHOD": request.method,
        "REMOTE_ADDR": "127.0.0.1",
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path,
        "QUERY_STRING": url.query,
        "CONTENT_LENGTH": str(len(request.body)),
        "SERVER_NAME": url.hostname,
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.multithread": True,
    }
    setup_testing_defaults(environ)
    return environ

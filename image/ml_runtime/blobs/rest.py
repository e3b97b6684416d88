"""HTTP requests: sent once, or until the service behind them is well."""

from __future__ import annotations

import contextlib
import functools
import http.client
import io
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

# How long to wait for a connection, and for each part of an answer; how long to go on trying.
_SOCKET_SECONDS = 30.0
_TRYING_SECONDS = 20.0
_FIRST_PAUSE_SECONDS = 0.5

_BLOCK_BYTES = 1 << 18
# As in Azure's own clients: too many requests, and failures of the service or on the way to it.
_PASSING_STATUSES = (408, 429, 500, 502, 503, 504)

_tls = functools.cache(ssl.create_default_context)


class RequestFailed(Exception):
    """A request that was not answered as it has to be; the message says why, and holds no secret."""


@dataclass(frozen=True)
class Endpoint:
    """Where a service is.

    Attributes:
        path: that all of the service's paths begin with, or the one that it has.
    """

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> Endpoint | None:
        """None for what is no plain address: user information, a query or a fragment have no place in one."""
        found = re.fullmatch(r"(https?)://(\[[0-9a-f:.]+\]|[^/?#@:\\\s]+)(?::(\d{1,5}))?(/[^?#]*)?", url, re.IGNORECASE)
        if found is None:
            return None
        scheme = found[1].lower()
        port = int(found[3]) if found[3] else {"http": 80, "https": 443}[scheme]
        return cls(scheme, found[2].lower(), port, found[4] or "")


@dataclass(frozen=True)
class Request:
    """A request; the path is what goes over the wire, encoded and with the query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


class Response(NamedTuple):
    """An answer; headers by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def send(endpoint: Endpoint, request: Request) -> Response:
    """The whole answer. Neither redirections nor proxies are followed, as the request has a credential in it.

    Raises:
        OSError, http.client.HTTPException: there is none, or it breaks off.
    """
    host, port = endpoint.host.strip("[]"), endpoint.port
    connection: http.client.HTTPConnection
    if endpoint.scheme == "https":
        connection = http.client.HTTPSConnection(
            host, port, timeout=_SOCKET_SECONDS, context=_tls(), blocksize=_BLOCK_BYTES
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=_SOCKET_SECONDS, blocksize=_BLOCK_BYTES)
    body, headers = None, dict(request.headers)
    if request.method == "PUT":
        body = io.BytesIO(request.body)  # sent block by block: bytes would all have to pass within one timeout
        headers["Content-Length"] = str(len(request.body))
    with contextlib.closing(connection):
        connection.connect()
        # a service that refuses a long body may answer and close before it has all of it
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.request(request.method, request.path, body, headers)
        answer = connection.getresponse()
        return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


def patiently(ask: Callable[[], Response], seconds: float | None = None) -> Response:
    """Asks again, after longer and longer pauses, as long as the service is not well; then what it has answered last.

    Args:
        seconds: how long to go on, 20 unless told; with 0, it is asked once.

    Raises:
        RequestFailed: there is no answer at all.
    """
    latest = time.monotonic() + (_TRYING_SECONDS if seconds is None else seconds)
    pause = _FIRST_PAUSE_SECONDS
    while True:
        error: Exception | None = None
        wait = pause
        try:
            response = ask()
            if response.status not in _PASSING_STATUSES:
                return response
            if response.headers.get("retry-after", "").isdecimal():
                wait = max(pause, float(response.headers["retry-after"]))
        except (OSError, http.client.HTTPException) as caught:
            error = caught
        if time.monotonic() + wait > latest:
            break
        time.sleep(wait)
        pause *= 2
    if error is not None:
        raise RequestFailed(f"no answer: {type(error).__name__}: {error}") from error
    return response

"""Credentials for requests to Azure Storage: the account's key, or the app's managed identity."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import threading
import time
from typing import Protocol
from urllib.parse import urlencode

from . import rest

_RESOURCE = "https://storage.azure.com/"
# So long before it expires, a token is fetched anew: where that fails, it is used, and there is another try after the pause.
_EARLY_SECONDS = 300.0
_PAUSE_SECONDS = 30.0
_SIGNED_HEADERS = (
    *("content-encoding", "content-language", "content-length", "content-md5", "content-type", "date"),
    *("if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range"),
)


class Credential(Protocol):
    """What lets a request pass."""

    def authorization(self, request: rest.Request) -> str:
        """The header Authorization of a request that has all of its other headers; raises RequestFailed."""

    def renewed(self, refused: str) -> bool:
        """Whether there is another one, now that the service has refused this header."""


class SharedKey:
    """https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key"""

    def __init__(self, account: str, key: bytes) -> None:
        self._account = account
        self._key = key

    def authorization(self, request: rest.Request) -> str:
        headers = {name.lower(): value for name, value in request.headers.items()}
        headers["content-length"] = str(len(request.body)) if request.body else ""
        own = sorted((name, value) for name, value in headers.items() if name.startswith("x-ms-"))
        lines = [request.method, *(headers.get(name, "") for name in _SIGNED_HEADERS)]
        lines += [f"{name}:{value}" for name, value in own]
        lines.append(f"/{self._account}{request.path}")  # no request here has a query, which would be signed as well
        signature = hmac.new(self._key, "\n".join(lines).encode(), hashlib.sha256).digest()
        return f"SharedKey {self._account}:{base64.b64encode(signature).decode()}"

    def renewed(self, refused: str) -> bool:
        return False


class ManagedIdentity:
    """Tokens of the identity endpoint that App Service, Functions and Container Apps give an app.

    https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference

    Args:
        endpoint: where that is.
        header: the secret by which it knows the app.
        client_id: of a user-assigned identity, None for the system-assigned one.
    """

    def __init__(self, endpoint: rest.Endpoint, header: str, client_id: str | None) -> None:
        query = {"resource": _RESOURCE, "api-version": "2019-08-01"}
        if client_id:
            query["client_id"] = client_id
        self._endpoint = endpoint
        self._request = rest.Request("GET", f"{endpoint.path}?{urlencode(query)}", {"X-IDENTITY-HEADER": header})
        self._lock = threading.Lock()
        self._token = ""
        self._expires_at = 0.0
        self._next_try = 0.0
        self._failed_at = 0.0
        self._failure = ""

    def authorization(self, request: rest.Request) -> str:
        asked_at = time.monotonic()
        with self._lock:
            left = self._expires_at - time.time()
            if left <= 0:
                self._renew_for(asked_at)
            is_early = 0 < left < _EARLY_SECONDS and asked_at >= self._next_try
            if is_early:
                self._next_try = asked_at + _PAUSE_SECONDS
            token = self._token
        if is_early:  # others go on with the token that still holds
            with contextlib.suppress(rest.RequestFailed):
                fetched = self._fetch(0.0)
                with self._lock:
                    self._token, self._expires_at = fetched
                token = fetched[0]
        return f"Bearer {token}"

    def _renew_for(self, asked_at: float) -> None:
        """Fetches a token; those who waited meanwhile share the failure, instead of waiting as long once more each."""
        if asked_at < self._failed_at:
            raise rest.RequestFailed(self._failure)
        try:
            self._token, self._expires_at = self._fetch()
        except rest.RequestFailed as error:
            self._failed_at, self._failure = time.monotonic(), str(error)
            raise

    def renewed(self, refused: str) -> bool:
        with self._lock:
            if refused == f"Bearer {self._token}":
                self._expires_at = 0.0
        return True

    def _fetch(self, seconds: float | None = None) -> tuple[str, float]:
        try:
            response = rest.patiently(lambda: rest.send(self._endpoint, self._request), seconds)
        except rest.RequestFailed as error:
            raise rest.RequestFailed(f"The identity endpoint gives {error}") from error
        if response.status != 200:
            reason = response.body[:300].decode("utf-8", "replace")
            raise rest.RequestFailed(f"The identity endpoint answered {response.status}: {reason}")
        try:
            answer = json.loads(response.body)
            return str(answer["access_token"]), float(answer["expires_on"])
        except (ValueError, KeyError, TypeError) as error:
            raise rest.RequestFailed(
                f"The identity endpoint answered what is no token: {type(error).__name__}"
            ) from None

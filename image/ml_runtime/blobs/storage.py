"""Blobs of one account, read and written as a whole.

https://learn.microsoft.com/rest/api/storageservices/get-blob and .../put-blob
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import formatdate
from typing import Protocol
from urllib.parse import quote

from . import rest
from .account import Account

_VERSION = "2021-12-02"


@dataclass(frozen=True)
class Blob:
    """A blob as it was at one moment."""

    body: bytes
    content_type: str | None


class Storage(Protocol):
    """Holds blobs by path: the container and the blob's name, with a slash between."""

    def read(self, path: str) -> Blob | None:
        """A blob; None where there is none. Raises RequestFailed, also while it is still being copied."""

    def write(self, path: str, body: bytes) -> None:
        """Writes a blob, over one that is there. Raises RequestFailed."""


class BlobService:
    """The blob service of an account. Its methods take their time: no event loop may wait for them."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def read(self, path: str) -> Blob | None:
        """In one request, so that all of it is of one moment, whoever writes meanwhile: what is read in part has another
        length than was announced, and is read again from its beginning."""
        response = self._ask("GET", path, {})
        if response.status == 404 and response.headers.get("x-ms-error-code") == "BlobNotFound":
            return None
        _require(200, response, "GET", path)
        if response.headers.get("x-ms-copy-status") == "pending":
            raise rest.RequestFailed(f"Azure Storage: {path} is still being copied")
        return Blob(response.body, response.headers.get("content-type"))

    def write(self, path: str, body: bytes) -> None:
        """With the content type that Azure Storage gives what the host writes, which states none."""
        headers = {"x-ms-blob-type": "BlockBlob", "x-ms-blob-content-type": "application/octet-stream"}
        response = self._ask("PUT", path, headers, body)
        _require(201, response, "PUT", path)

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> rest.Response:
        endpoint, credential = self._account.endpoint, self._account.credential
        encoded = f"{endpoint.path}/{quote(path, safe='/$')}"
        authorization = ""

        def ask() -> rest.Response:
            nonlocal authorization
            stated = {**headers, "x-ms-version": _VERSION, "x-ms-date": formatdate(usegmt=True)}
            authorization = credential.authorization(rest.Request(method, encoded, stated, body))
            request = rest.Request(method, encoded, {**stated, "Authorization": authorization}, body)
            return rest.send(endpoint, request)

        try:
            response = rest.patiently(ask)
            if response.status == 401 and credential.renewed(authorization):
                response = rest.patiently(ask)
        except rest.RequestFailed as error:
            raise rest.RequestFailed(f"{method} {path}: {error}") from error
        return response


def _require(status: int, response: rest.Response, method: str, path: str) -> None:
    if response.status != status:
        code, request_id = (response.headers.get(name, "unknown") for name in ("x-ms-error-code", "x-ms-request-id"))
        told = f"{method} {path} answered {response.status} (error code {code}, request {request_id})"
        raise rest.RequestFailed(f"Azure Storage: {told}")

"""A blob service and an identity endpoint on this machine, which can be told to misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

IDENTITY_HEADER = "secret-of-the-platform"
CLIENT_ID = "11111111-2222-3333-4444-555555555555"
ACCOUNT = "devstoreaccount1"


@dataclass
class Blob:
    body: bytes
    content_type: str = "application/octet-stream"


class FakeStorage:
    """Both services, by tokens or by a key that is not looked at.

    Attributes:
        blobs: by container and name.
        requests: method, path as sent, and headers of all that asked for blobs.
        instead: what happens in place of an answer, by method and path of a blob, once each: a status, "cut" (half of the
            answer, and no more), "grow" (the same, and meanwhile the blob is written again) or seconds to wait.
        tokens: how many the identity endpoint has given.
        refused: tokens that are not valid any more.
        lifetime: of tokens, in seconds.
        identity_status: what the identity endpoint answers.
        identity_asked: how often it was asked.
        copying: blobs that are still being copied.
    """

    def __init__(self) -> None:
        self.blobs: dict[str, Blob] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.instead: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self.tokens = 0
        self.refused: set[str] = set()
        self.lifetime = 86400.0
        self.identity_status = 200
        self.identity_asked = 0
        self.copying: set[str] = set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"storage": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def by_key(self) -> dict[str, str]:
        """The connection's settings with a connection string, the account in the path as Azurite has it."""
        endpoint = f"BlobEndpoint={self.url}/{ACCOUNT};"
        return {"TriggerConnectionString": f"AccountName={ACCOUNT};AccountKey=c2VjcmV0;{endpoint}"}

    @property
    def by_identity(self) -> dict[str, str]:
        """The connection's settings with an identity, and what the platform sets."""
        return {
            "TriggerConnectionString__blobServiceUri": f"{self.url}/",
            "TriggerConnectionString__credential": "managedidentity",
            "TriggerConnectionString__clientId": CLIENT_ID,
            "IDENTITY_ENDPOINT": f"{self.url}/msi/token",
            "IDENTITY_HEADER": IDENTITY_HEADER,
        }

    def asked(self, path: str) -> list[str]:
        """The methods that a blob was asked for with."""
        return [method for method, sent, _ in list(self.requests) if _path(sent) == path]

    def forget(self) -> None:
        """Forgets all blobs, what was asked, and what was to happen."""
        for memory in (self.blobs, self.requests, self.instead, self.copying):
            memory.clear()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _path(sent: str) -> str:
    return unquote(urlsplit(sent).path.removeprefix(f"/{ACCOUNT}").removeprefix("/"))


class _Handler(BaseHTTPRequestHandler):
    storage: FakeStorage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith("/msi/token"):
            self._give_token()
            return
        path = self._begin()
        blob = self.storage.blobs.get(path)
        if blob is None:
            self._answer(404, {"x-ms-error-code": "BlobNotFound"})
            return
        behaviour = self._behaviour(path)
        headers = {"Content-Type": blob.content_type}
        if path in self.storage.copying:
            headers["x-ms-copy-status"] = "pending"
        if behaviour in ("cut", "grow"):
            if behaviour == "grow":
                self.storage.blobs[path] = Blob(blob.body + b" and more", blob.content_type)
            self._answer(200, headers, blob.body, sent=len(blob.body) // 2)
        elif behaviour is None:
            self._answer(200, headers, blob.body)

    def do_PUT(self) -> None:
        path = self._begin()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._behaviour(path) is not None:
            return
        assert self.headers["x-ms-blob-type"] == "BlockBlob"
        self.storage.blobs[path] = Blob(body, self.headers["x-ms-blob-content-type"])
        self._answer(201)

    def _begin(self) -> str:
        self.storage.requests.append((self.command, self.path, dict(self.headers)))
        return _path(self.path)

    def _behaviour(self, path: str) -> Any:
        """What happens in place of an answer, where that is still to be done; None for the answer itself."""
        authorization = self.headers["Authorization"]
        if authorization in self.storage.refused or not authorization.startswith(("Bearer token-", "SharedKey ")):
            self._answer(401, {"x-ms-error-code": "InvalidAuthenticationInfo"})
            return "answered"
        waiting = self.storage.instead[self.command, path]
        behaviour = waiting.pop(0) if waiting else None
        if isinstance(behaviour, float):
            time.sleep(behaviour)
            return None
        if isinstance(behaviour, int):
            self._answer(behaviour, {"x-ms-error-code": "AsToldByTheTest"})
            return "answered"
        return behaviour

    def _give_token(self) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        expected = {"resource": "https://storage.azure.com/", "api-version": "2019-08-01", "client_id": CLIENT_ID}
        assert self.headers["X-IDENTITY-HEADER"] == IDENTITY_HEADER and query == expected
        self.storage.identity_asked += 1
        if self.storage.identity_status != 200:
            self._answer(self.storage.identity_status, body=b'{"message": "no identity"}')
            return
        self.storage.tokens += 1
        expires_on = str(int(time.time() + self.storage.lifetime))
        token = {"access_token": f"token-{self.storage.tokens}", "expires_on": expires_on, "token_type": "Bearer"}
        self._answer(200, body=json.dumps(token).encode())

    def _answer(
        self, status: int, headers: dict[str, str] | None = None, body: bytes = b"", sent: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body)), "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[:sent])
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass

"""Events of Event Grid, and the blobs that they name.

Nothing in an event is believed: who may write to its queue is not therefore allowed to have any blob read. Requests are made
from the settings and from the checked name alone, never from the event's URL.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from urllib.parse import unquote

from .paths import PathError, check_name
from .rest import Endpoint

BLOB_CREATED = "Microsoft.Storage.BlobCreated"

_MOST_SHOWN = 300


class NoEvent(ValueError):
    """A message that nobody can read as an event; the text says why."""


class Lie(ValueError):
    """An event whose URL is none of a blob that it could tell of; the text says why."""


@dataclass(frozen=True)
class Event:
    """An event, as told.

    Attributes:
        kind: such as Microsoft.Storage.BlobCreated.
        url: of the blob, empty in events of another kind.
        subject: ``/blobServices/default/containers/NAME/blobs/NAME``, nothing of it encoded.
    """

    kind: str
    url: str
    subject: str

    @property
    def shown(self) -> str:
        """What of it may be logged: a query could have a signature in it."""
        return repr(re.split("[?#]", self.url)[0][:_MOST_SHOWN])


def read(message: bytes) -> Event:
    """The event of a message, in Event Grid's schema or in that of CloudEvents, on its own or in a list; raises NoEvent.

    Event Grid writes base64. The host does not decode it: what it could not decode would go to the poison queue unseen.
    https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage
    """
    try:
        content = json.loads(_decoded(message))
    except (ValueError, RecursionError) as error:
        raise NoEvent(f"it is no JSON ({type(error).__name__})") from None
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    if not isinstance(content, dict):
        raise NoEvent("it is not one JSON object")
    kind = content.get("eventType", content.get("type"))
    if not isinstance(kind, str):
        raise NoEvent("it has neither eventType nor type")
    data, subject = content.get("data"), content.get("subject")
    url = data.get("url") if isinstance(data, dict) else None
    if kind == BLOB_CREATED and not isinstance(url, str):
        raise NoEvent("it has no data.url")
    return Event(kind, url if isinstance(url, str) else "", subject if isinstance(subject, str) else "")


def _decoded(message: bytes) -> bytes:
    """The JSON of a message, which may be in base64."""
    try:
        return base64.b64decode(message, validate=True)
    except ValueError:  # JSON of an event is never base64, as it has braces
        return message


def path_of(event: Event, endpoint: Endpoint, container: str) -> str:
    """The path of the blob that an event names: the container and the name, with a slash between.

    Names are decoded once, as Azure Storage does it: ``%2F`` is a slash, and ``%252F`` three characters of a name.

    Raises:
        Lie: it is not in the container of this endpoint, or has more than one spelling.
    """
    rest = _below(endpoint, event.url)
    if rest is None:
        raise Lie("its URL is not of the app's storage account")
    before, slash, spelled = rest[1:].partition("/")
    if before != container or not slash:
        raise Lie(f"its URL is not of the container {container}")
    name = _name(spelled, event.subject.removeprefix(f"/blobServices/default/containers/{container}/blobs/"))
    try:
        check_name(name)
    except PathError as error:
        raise Lie(str(error)) from None
    return f"{container}/{name}"


def _below(endpoint: Endpoint, url: str) -> str | None:
    """The path of a URL below that of an endpoint, with all that follows; None for another endpoint."""
    address = re.match(r"https?://[^/?#]*", url, re.IGNORECASE)
    there = Endpoint.of(address[0]) if address else None
    # what was written through the endpoint of Data Lake Storage has its URL there
    hosts = (endpoint.host, endpoint.host.replace(".blob.", ".dfs.", 1))
    if address is None or there is None or there.host not in hosts:
        return None
    if (there.scheme, there.port) != (endpoint.scheme, endpoint.port):
        return None
    path = url[address.end() :]
    return path[len(endpoint.path) :] if path.startswith(f"{endpoint.path}/") else None


def _name(spelled: str, subject: str) -> str:
    """The name that a URL spells.

    Event Grid leaves ``#`` and ``?`` of a name as they are (https://github.com/Azure/azure-sdk-for-net/issues/23634). Where the
    subject does not say that they are the name's, they begin a fragment or a query, such as a signature, and the URL is none of
    Event Grid's.
    """
    try:
        decoded = unquote(spelled, errors="strict")
    except UnicodeDecodeError:
        raise Lie("the name in its URL is not UTF-8") from None
    if not re.search("[?#]", spelled):
        return decoded
    if subject not in (spelled, decoded):
        raise Lie("its URL has a query or a fragment")
    return subject

"""ml_runtime.blobs.events: which blob an event names, and which events lie."""

import base64
import json
import sys

import pytest
from host import IMAGE

sys.path.append(str(IMAGE))
from ml_runtime.blobs import events  # noqa: E402
from ml_runtime.blobs.rest import Endpoint  # noqa: E402

ACCOUNT = Endpoint.of("https://Account.blob.core.windows.net")
AZURITE = Endpoint.of("http://127.0.0.1:10000/devstoreaccount1")
URL = "https://account.blob.core.windows.net"


def created(url, name=None, container="input"):
    subject = "" if name is None else f"/blobServices/default/containers/{container}/blobs/{name}"
    return events.Event(events.BLOB_CREATED, url, subject)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        *(
            ("/input/a.json", "a.json"),
            ("/input/a/b.json", "a/b.json"),
            ("/input/a//b", "a//b"),
            ("/input/..a/b..", "..a/b.."),
        ),
        # spelled otherwise, the same blob
        *(("/input/a%2Fb.json", "a/b.json"), ("/input/a%2fb.json", "a/b.json"), ("/input/%61.json", "a.json")),
        # decoded once
        *(("/input/a%252Fb.json", "a%2Fb.json"), ("/input/%252e%252e", "%2e%2e"), ("/input/100%25.json", "100%.json")),
        # as Event Grid spells some
        *(("/input/a b.json", "a b.json"), ("/input/a%20b.json", "a b.json"), ("/input/ü💎.json", "ü💎.json")),
        *(("/input/%C3%BC.json", "ü.json"), ("/input/100%.json", "100%.json"), ("/input/a+b.json", "a+b.json")),
        ("/input/" + "x" * 1024, "x" * 1024),
    ],
)
def test_the_blob_that_an_event_names(url, name):
    assert events.path_of(created(URL + url), ACCOUNT, "input") == f"input/{name}"


@pytest.mark.parametrize(
    ("endpoint", "url"),
    [
        *((ACCOUNT, "HTTPS://ACCOUNT.blob.core.windows.net/input/x"), (ACCOUNT, f"{URL}:443/input/x")),
        (ACCOUNT, "https://account.dfs.core.windows.net/input/x"),
        *((AZURITE, "http://127.0.0.1:10000/devstoreaccount1/input/x"),),
        (Endpoint.of("http://[::1]:80"), "http://[::1]/input/x"),
    ],
)
def test_the_account_that_an_event_names(endpoint, url):
    assert events.path_of(created(url), endpoint, "input") == "input/x"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("a#b.json", "a#b.json"),
        ("a?b.json", "a?b.json"),
        ("a%20b#c.json", "a b#c.json"),
        ("100%#1.json", "100%#1.json"),
    ],
)
def test_what_event_grid_does_not_encode_belongs_to_the_name_when_the_subject_says_so(url, name):
    assert events.path_of(created(f"{URL}/input/{url}", name), ACCOUNT, "input") == f"input/{name}"
    assert events.path_of(created(f"{URL}/input/x.json", "secret.json"), ACCOUNT, "input") == "input/x.json"


LIES = [
    # another account
    *("https://other.blob.core.windows.net/input/x", "https://account.blob.core.windows.net.evil.org/input/x"),
    *(
        "http://account.blob.core.windows.net/input/x",
        f"{URL}:8443/input/x",
        f"{URL}./input/x",
        f"{URL}:44300000/input/x",
    ),
    *("https://account@evil.org/input/x", "https://account.blob.core.windows.net@evil.org/input/x", "https:///input/x"),
    *(
        f"{URL}\\@evil.org/input/x",
        "https://evil.org#.blob.core.windows.net/input/x",
        "//account.blob.core.windows.net/input/x",
    ),
    *("https://account.file.core.windows.net/input/x", "https://account-secondary.blob.core.windows.net/input/x"),
    *(f" {URL}/input/x", "file:///etc/passwd", "", "x", URL, f"{URL}\n/input/x"),
    # another container
    *(
        f"{URL}/other/x",
        f"{URL}/inputs/x",
        f"{URL}/Input/x",
        f"{URL}/input%2Fx",
        f"{URL}/%69nput/x",
        f"{URL}/other/../input/x",
    ),
    *(f"{URL}//input/x", f"{URL}/input", f"{URL}/", f"{URL}/other/input/x", f"{URL}/devstoreaccount1/input/x"),
    # steps from folder to folder, no name, names that no blob has
    *(f"{URL}/input/../other/x", f"{URL}/input/%2e%2E/other/x", f"{URL}/input/..%2Fother/x", f"{URL}/input/a/./x"),
    *(f"{URL}/input/..", f"{URL}/input/..%5cx", f"{URL}/input/..\\x", f"{URL}/input/", f"{URL}/input/" + "x" * 1025),
    *(
        f"{URL}/input/%00",
        f"{URL}/input/a%0d%0ab",
        f"{URL}/input/a\nb",
        f"{URL}/input/%ff",
        f"{URL}/input/%c0%ae%c0%ae/x",
    ),
    *(f"{URL}/input/\ud83d", f"{URL}/input/a%c2%81"),
    # queries and fragments
    *(f"{URL}/input/x?sv=1&sig=secret", f"{URL}/input/x#y", f"{URL}/input/x?", f"{URL}?/input/x", f"{URL}/input?x/y"),
]


@pytest.mark.parametrize("url", LIES)
def test_events_that_lie(url):
    with pytest.raises(events.Lie) as lie:
        events.path_of(created(url), ACCOUNT, "input")
    assert "secret" not in created(url).shown + str(lie.value)


@pytest.mark.parametrize(
    ("url", "name", "container"),
    [
        ("x?sig=secret", "x", "input"),
        ("x?sig=secret", "x?sig=secret", "other"),
        ("x#../y", "../y", "input"),
        ("a?/../../b", "a?/../../b", "input"),
    ],
)
def test_a_subject_that_does_not_fit_the_url_does_not_help(url, name, container):
    with pytest.raises(events.Lie):
        events.path_of(created(f"{URL}/input/{url}", name, container), ACCOUNT, "input")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://127.0.0.1:10000/other/input/x",
            "http://127.0.0.1:10000/input/x",
            "http://localhost:10000/devstoreaccount1/input/x",
        ),
        *("http://127.0.0.1:10000/devstoreaccount11/input/x", "http://127.0.0.1:10001/devstoreaccount1/input/x"),
        "http://127.0.0.1:10000/devstoreaccount1/../devstoreaccount1/input/x",
    ],
)
def test_events_that_lie_about_an_account_in_the_path(url):
    with pytest.raises(events.Lie):
        events.path_of(created(url), AZURITE, "input")


EVENT = {
    "topic": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/account",
    "subject": "/blobServices/default/containers/input/blobs/x.json",
    "eventType": "Microsoft.Storage.BlobCreated",
    "id": "831e1650-001e-001b-66ab-eeb76e069631",
    "data": {"api": "PutBlob", "eTag": "0x8D4BCC2E4835CD0", "contentLength": 3, "url": f"{URL}/input/x.json"},
    "dataVersion": "",
    "metadataVersion": "1",
}
CLOUD_EVENT = {
    "specversion": "1.0",
    "type": "Microsoft.Storage.BlobCreated",
    "source": EVENT["topic"],
    **{name: EVENT[name] for name in ("id", "subject", "data")},
}


@pytest.mark.parametrize("event", [EVENT, CLOUD_EVENT])
def test_both_schemas_are_read(event):
    expected = events.Event("Microsoft.Storage.BlobCreated", f"{URL}/input/x.json", EVENT["subject"])
    for content in (event, [event]):
        assert events.read(json.dumps(content).encode()) == expected
        assert events.read(b"\xef\xbb\xbf" + json.dumps(content).encode()) == expected


def test_events_of_another_kind_need_no_url():
    assert events.read(b'{"eventType": "Microsoft.Storage.BlobTierChanged", "data": {}}').url == ""


@pytest.mark.parametrize(
    "message",
    [
        *(b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"null", b'"text"', b"[]", b"[1]", b"{}", b'{"eventType": 1}'),
        *(json.dumps({**EVENT, "data": data}).encode() for data in ({}, None, [], {"url": 1})),
        json.dumps([EVENT, EVENT]).encode(),
    ],
)
def test_messages_that_are_no_event(message):
    with pytest.raises(events.NoEvent):
        events.read(message)


def test_a_message_in_base64_is_read_as_event_grid_writes_it():
    event = json.dumps({"eventType": events.BLOB_CREATED, "subject": "s", "data": {"url": "https://a/b"}}).encode()
    assert events.read(base64.b64encode(event)) == events.read(event)
    with pytest.raises(events.NoEvent):
        events.read(base64.b64encode(b"no JSON"))

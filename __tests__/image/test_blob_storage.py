"""ml_runtime.blobs.storage, and what it asks with: accounts, credentials, and patience."""

import socket
import sys
import threading

import pytest
from fake_storage import FakeStorage
from host import IMAGE

sys.path.append(str(IMAGE))
from ml_runtime.blobs import rest  # noqa: E402
from ml_runtime.blobs.account import Account  # noqa: E402
from ml_runtime.blobs.credentials import SharedKey  # noqa: E402
from ml_runtime.blobs.storage import Blob, BlobService  # noqa: E402
from ml_runtime.settings import SettingsError  # noqa: E402


def account(text):
    return Account.of({"TriggerConnectionString": text})


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        (
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=AA==;EndpointSuffix=core.windows.net",
            "https://a.blob.core.windows.net",
        ),
        ("AccountName=a;AccountKey=AA==", "https://a.blob.core.windows.net"),
        ("AccountName=a;AccountKey=AA==;EndpointSuffix=core.chinacloudapi.cn", "https://a.blob.core.chinacloudapi.cn"),
        ("accountname=a; accountkey=AA==;BlobEndpoint=http://127.0.0.1:10000/a;", "http://127.0.0.1:10000/a"),
        (
            "BlobEndpoint=https://a.z1.blob.storage.azure.net/;AccountName=a;AccountKey=AA==",
            "https://a.z1.blob.storage.azure.net",
        ),
    ],
)
def test_connection_strings(text, endpoint):
    assert account(text).endpoint == rest.Endpoint.of(endpoint)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"TriggerConnectionString": "AccountName=a"}, "has no AccountKey"),
        ({"TriggerConnectionString": "AccountKey=c2VjcmV0"}, "has no AccountName"),
        ({"TriggerConnectionString": "AccountName=a;AccountKey=secret!"}, "is no base64"),
        (
            {"TriggerConnectionString": "AccountName=a;AccountKey=c2VjcmV0;BlobEndpoint=a.org"},
            "BlobEndpoint .* is not an address",
        ),
        (
            {"TriggerConnectionString": "AccountName=a;AccountKey=c2VjcmV0;BlobEndpoint=https://a.org/?sig=secret"},
            "BlobEndpoint .* is not an address",
        ),
        ({"TriggerConnectionString__blobServiceUri": "a.org"}, "has 'a.org': allowed is an address"),
        ({}, "TriggerConnectionString__blobServiceUri is missing"),
        (
            {"TriggerConnectionString__blobServiceUri": "https://a.blob.core.windows.net"},
            "IDENTITY_ENDPOINT is missing",
        ),
    ],
)
def test_a_connection_that_cannot_be_used_is_told_without_its_key(settings, told):
    with pytest.raises(SettingsError, match=told) as error:
        Account.of(settings)
    assert "secret" not in str(error.value) and "c2VjcmV0" not in str(error.value)


@pytest.mark.parametrize(
    ("method", "headers", "body", "signature"),
    [  # what Azurite 3.37 has accepted
        ("GET", {}, b"", "wFuZlgVdWqdAhIAPm176LIxrlO7kKVKLs1DefdfWohU="),
        (
            "PUT",
            {"x-ms-blob-type": "BlockBlob", "x-ms-blob-content-type": "application/octet-stream"},
            b"[1]",
            "163QhOWmqT5mrHRvL8P0f7GJejTuBW7GL+W3NFaZZvY=",
        ),
    ],
)
def test_signatures(method, headers, body, signature):
    key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="  # the emulator's
    stated = {**headers, "x-ms-version": "2021-12-02", "x-ms-date": "Mon, 23 Nov 2026 10:00:00 GMT"}
    request = rest.Request(method, "/devstoreaccount1/input/a%20b/%C3%BC.json", stated, body)
    credential = account(f"AccountName=devstoreaccount1;AccountKey={key}").credential
    assert isinstance(credential, SharedKey)
    assert credential.authorization(request) == f"SharedKey devstoreaccount1:{signature}"


@pytest.fixture
def storage(monkeypatch):
    monkeypatch.setattr(rest, "_FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(rest, "_TRYING_SECONDS", 0.2)
    fake = FakeStorage()
    yield fake
    fake.close()


def service(settings):
    return BlobService(Account.of(settings))


@pytest.mark.parametrize(
    "name", ["a.json", "a b/ü 💎.json", "a#b?c%41+d&e=f.json", "dir//x", "a%2Fb.json", "(x)'!*$@:~"]
)
def test_any_name_is_written_and_read(storage, name):
    for settings in (storage.by_key, storage.by_identity):
        service(settings).write(f"input/{name}", b"body")
        assert service(settings).read(f"input/{name}") == Blob(b"body", "application/octet-stream")
    assert service(storage.by_key).read("input/another") is None
    assert list(storage.blobs) == [f"input/{name}"]


def test_requests_have_a_version_and_no_secret_in_their_path(storage):
    service(storage.by_identity).read("input/a.json")
    (method, path, headers) = storage.requests[0]
    assert (method, path) == ("GET", "/input/a.json")
    assert headers["x-ms-version"] == "2021-12-02"
    assert headers["Authorization"] == "Bearer token-1"


def test_a_token_is_fetched_once_and_anew_before_it_expires(storage):
    blobs = service(storage.by_identity)
    threads = [threading.Thread(target=blobs.read, args=("input/x",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert storage.tokens == 1
    storage.lifetime = 200
    soon = service(storage.by_identity)
    storage.blobs["input/x"] = Blob(b"1", "text/csv")
    for _ in range(3):
        soon.read("input/x")
    assert storage.tokens == 3
    assert storage.requests[-1][2]["Authorization"] == "Bearer token-3"


def test_a_token_that_still_holds_is_used_when_no_other_one_can_be_had(storage):
    storage.lifetime = 200
    blobs = service(storage.by_identity)
    blobs.write("input/x", b"1")
    storage.identity_status = 500
    for _ in range(5):
        assert blobs.read("input/x").body == b"1"
    assert storage.identity_asked == 2  # again after a while, not for each request


def test_those_who_wait_for_a_token_share_the_failure(storage):
    storage.identity_status = 503
    blobs = service(storage.by_identity)
    told = []

    def read():
        with pytest.raises(rest.RequestFailed) as error:
            blobs.read("input/x")
        told.append(str(error.value))

    threads = [threading.Thread(target=read) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 5 and len(set(told)) == 1
    asked = storage.identity_asked
    storage.identity_status = 200
    blobs.write("input/x", b"1")
    assert asked < 10 and storage.tokens == 1


def test_a_token_that_is_refused_is_fetched_anew_once(storage):
    blobs = service(storage.by_identity)
    blobs.write("input/x", b"1")
    storage.refused = {"Bearer token-1"}
    assert blobs.read("input/x").body == b"1"
    assert storage.tokens == 2
    storage.refused = {"Bearer token-2", "Bearer token-3", "Bearer token-4"}
    with pytest.raises(rest.RequestFailed, match="GET input/x answered 401"):
        blobs.read("input/x")
    assert storage.tokens == 3


def test_an_identity_that_is_not_there_is_told(storage):
    storage.identity_status = 400
    with pytest.raises(rest.RequestFailed) as error:
        service(storage.by_identity).read("input/x")
    assert str(error.value) == 'GET input/x: The identity endpoint answered 400: {"message": "no identity"}'
    assert storage.requests == []


@pytest.mark.parametrize("behaviours", [[503], [429, 500], ["cut"], [504, "cut", 408]])
def test_what_passes_is_tried_again(storage, behaviours):
    storage.blobs["input/x"] = Blob(b"body", "text/csv")
    storage.instead["GET", "input/x"] = behaviours.copy()
    storage.instead["PUT", "output/x"] = [503 if behaviour == "cut" else behaviour for behaviour in behaviours]
    blobs = service(storage.by_key)
    assert blobs.read("input/x") == Blob(b"body", "text/csv")
    blobs.write("output/x", b"1")
    assert len(storage.asked("input/x")) == len(storage.asked("output/x")) == len(behaviours) + 1


@pytest.mark.parametrize("status", [400, 403, 409, 301])
def test_what_does_not_pass_is_told_at_once(storage, status):
    storage.blobs["input/x"] = Blob(b"body", "text/csv")
    storage.instead["GET", "input/x"] = storage.instead["PUT", "input/x"] = [status, status]
    blobs = service(storage.by_key)
    with pytest.raises(rest.RequestFailed, match=rf"GET input/x answered {status} \(error code AsToldByTheTest"):
        blobs.read("input/x")
    with pytest.raises(rest.RequestFailed, match=f"PUT input/x answered {status}"):
        blobs.write("input/x", b"1")


def test_trying_ends(storage):
    storage.blobs["input/x"] = Blob(b"body", "text/csv")
    storage.instead["GET", "input/x"] = [503] * 100
    with pytest.raises(rest.RequestFailed, match="answered 503"):
        service(storage.by_key).read("input/x")
    assert 3 < len(storage.asked("input/x")) < 10
    storage.close()
    with pytest.raises(rest.RequestFailed, match="GET input/x: no answer: ConnectionRefusedError"):
        service(storage.by_key).read("input/x")


def test_a_connection_that_is_reset_at_once_is_tried_again(storage, monkeypatch):
    storage.blobs["input/x"] = Blob(b"body", "text/csv")
    connect, resets = socket.create_connection, [ConnectionResetError("reset")]

    def reset_once(*args, **kwargs):
        if resets:
            raise resets.pop()
        return connect(*args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", reset_once)
    assert service(storage.by_key).read("input/x").body == b"body"


def test_a_blob_that_grows_while_it_is_read_is_read_whole(storage):
    storage.blobs["input/x"] = Blob(b"short", "text/csv")
    storage.instead["GET", "input/x"] = ["grow"]
    assert service(storage.by_key).read("input/x").body == b"short and more"

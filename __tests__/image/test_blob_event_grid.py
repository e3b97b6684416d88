"""Blob by Event Grid: events come as queue messages through the worker, blobs are read and written over HTTP."""

import json
import time

import pytest
from fake_storage import Blob, FakeStorage


@pytest.fixture(scope="session")
def storage():
    fake = FakeStorage()
    yield fake
    fake.close()


@pytest.fixture(params=["by_key", "by_identity"])
def app(request, storage, shared):
    """Starts an app on the fake storage, which is empty, once for all tests that ask for the same."""
    storage.forget()

    def start(scenario, **settings):
        return shared(scenario, trigger="blob_event_grid", **getattr(storage, request.param), **settings)

    start.account = f"{storage.url}/devstoreaccount1" if request.param == "by_key" else storage.url
    return start


def created(account, path, *, url=None, **more):
    """The message of an event for a blob, as Event Grid sends it."""
    container, _, name = path.partition("/")
    event = {
        "topic": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/devstoreaccount1",
        "subject": f"/blobServices/default/containers/{container}/blobs/{name}",
        "eventType": "Microsoft.Storage.BlobCreated",
        "id": "831e1650-001e-001b-66ab-eeb76e069631",
        "data": {"api": "PutBlob", "eTag": "0x1", "blobType": "BlockBlob", "url": url or f"{account}/{path}"},
        "dataVersion": "",
        "metadataVersion": "1",
        "eventTime": "2026-11-23T10:00:00.9584103Z",
        **more,
    }
    return json.dumps(event).encode()


def succeeded(response, protos):
    assert response.result.status == protos.StatusResult.Success, response.result.exception.message
    return not response.output_data


def failure(response, protos):
    assert response.result.status == protos.StatusResult.Failure
    return response.result.exception.message


def level(protos, name):
    return getattr(protos.RpcLog, name)


def test_the_binding_is_of_a_queue_alone(app):
    host = app("raw_bytes")
    assert host.bindings() == [
        {
            "direction": "IN",
            "type": "queueTrigger",
            "name": "event",
            "queueName": "events",
            "dataType": "BINARY",
            "connection": "TriggerConnectionString",
        }
    ]
    assert sorted(host.functions) == ["health", "score"]


def test_bytes_pass_both_ways_and_the_output_has_the_type_of_the_hosts(app, storage, protos):
    host = app("raw_bytes")
    payload = bytes(range(256)) * 10_000
    for body in (payload, b""):
        storage.blobs["input/bytes.json"] = Blob(body, "image/png")
        assert succeeded(host.storage_message(created(app.account, "input/bytes.json")), protos)
        assert storage.blobs["output/bytes_out.json"] == Blob(body, "application/octet-stream")


@pytest.mark.parametrize("schema", ["event grid", "cloud events", "list"])
def test_each_schema_is_taken(app, storage, protos, schema):
    host = app("raw_bytes")
    storage.blobs["input/schema.json"] = Blob(schema.encode())
    message = created(app.account, "input/schema.json")
    if schema == "cloud events":
        event = json.loads(message)
        kept = {name: event[name] for name in ("id", "subject", "data")}
        message = json.dumps({**kept, "specversion": "1.0", "type": event["eventType"], "source": "/s"}).encode()
    if schema == "list":
        message = b"[" + message + b"]"
    assert succeeded(host.storage_message(message), protos)
    assert storage.blobs["output/schema_out.json"].body == schema.encode()


@pytest.mark.parametrize(
    ("name", "stated", "expected"),
    [
        ("sample.json", "application/octet-stream", "application/json"),
        ("a b/ü💎.json", "application/json; charset=utf-8", "application/json; charset=utf-8"),
        ("image.png.json", "image/png", "image/png"),
    ],
)
def test_a_script_gets_the_headers_that_polling_gives(app, shared, storage, protos, name, stated, expected):
    storage.blobs[f"input/{name}"] = Blob(b"{}", stated)
    assert succeeded(app("request_headers").storage_message(created(app.account, f"input/{name}")), protos)
    found = json.loads(storage.blobs[f"output/{name[:-5]}_out.json"].body)
    (polled,) = (
        shared("request_headers", trigger="blob").blob(b"{}", name=f"input/{name}", content_type=stated).output_data
    )
    expected_headers = json.loads(polled.data.bytes)
    assert found["content-type"] == expected
    assert {**found, "x-request-id": ""} == {**expected_headers, "x-request-id": ""}
    assert len(found["x-request-id"]) == 36


def test_a_script_that_fails_fails_the_message_each_time(app, storage, protos):
    host = app("results")
    storage.blobs["input/fails.json"] = Blob(b'{"text": "gone", "status": 404}')
    for _ in range(5):
        assert "answered 404: gone" in failure(host.storage_message(created(app.account, "input/fails.json")), protos)
    assert storage.asked("input/fails.json") == ["GET"] * 5
    assert storage.asked("output/fails_out.json") == []


def test_without_an_output_the_prediction_is_still_run(start, storage, protos):
    host = start("logging", trigger="blob_event_grid", ML_TRIGGER_OUTPUT_PATH=None, **storage.by_key)
    storage.blobs["input/alone.json"] = Blob(b"1")
    assert succeeded(host.storage_message(created(f"{storage.url}/devstoreaccount1", "input/alone.json")), protos)
    (record,) = host.records("run logs")
    assert record.invocation_id
    assert storage.asked("output/alone_out.json") == []


LIES = {
    "of another account": "https://other.blob.core.windows.net/input/lie.json?sig=secret",
    "of another port": "http://127.0.0.1:1/input/lie.json",
    "of another container": "{account}/other/lie.json",
    "that leaves the container": "{account}/input/../other/lie.json",
    "that leaves it encoded": "{account}/input/%2e%2e%2Fother%2Flie.json",
    "with the container encoded": "{account}/input%2Flie.json",
    "with a signature": "{account}/input/lie.json?sv=2021-12-02&sig=secret",
    "with a fragment": "{account}/input/lie.json#secret",
}


@pytest.mark.parametrize("lie", LIES)
def test_an_event_that_lies_fails_so_that_the_poison_queue_keeps_it(app, storage, protos, lie):
    host = app("raw_bytes")
    storage.blobs["other/lie.json"] = storage.blobs["input/lie.json"] = Blob(b"secret")
    url = LIES[lie].format(account=app.account)
    told = failure(host.storage_message(created(app.account, "input/lie.json", url=url)), protos)
    assert "is not believed: " in told and "secret" not in told
    assert storage.requests == []


def test_a_slash_in_another_spelling_bypasses_no_pattern(app, storage, protos):
    host = app("raw_bytes", ML_TRIGGER_INPUT_PATH="input/folder/{name}.json")
    storage.blobs["input/folder/slash.json"] = storage.blobs["input/slash.json"] = Blob(b"1")
    url = f"{app.account}/input/folder%2Fslash.json"
    assert succeeded(host.storage_message(created(app.account, "input/folder/slash.json", url=url)), protos)
    assert storage.blobs["output/slash_out.json"].body == b"1"
    assert storage.requests[0][1].endswith("/input/folder/slash.json")
    storage.requests.clear()
    for other in ("input/folder%252Fslash.json", "input/slash.json", "input/folder/slash.txt"):
        assert succeeded(
            host.storage_message(created(app.account, "input/folder/slash.json", url=f"{app.account}/{other}")), protos
        )
    assert host.records("does not fit ML_TRIGGER_INPUT_PATH")[-1].level == level(protos, "Information")
    assert storage.requests == []


def test_a_blob_that_is_gone_is_done(app, storage, protos):
    host = app("raw_bytes")
    assert succeeded(host.storage_message(created(app.account, "input/gone.json")), protos)
    assert host.records("'input/gone.json' does not exist any more")[-1].level == level(protos, "Information")
    assert storage.asked("output/gone_out.json") == []


def test_a_container_that_is_gone_fails(app, storage, protos):
    host = app("raw_bytes")
    storage.instead["GET", "input/x.json"] = [404]
    storage.blobs["input/x.json"] = Blob(b"1")
    told = failure(host.storage_message(created(app.account, "input/x.json")), protos)
    assert "GET input/x.json answered 404 (error code AsToldByTheTest" in told


def test_a_blob_that_is_still_being_copied_fails_and_is_read_when_it_is_there(app, storage, protos):
    host = app("raw_bytes")
    storage.blobs["input/copied.json"] = Blob(b"1")
    storage.copying = {"input/copied.json"}
    told = failure(host.storage_message(created(app.account, "input/copied.json")), protos)
    assert "input/copied.json is still being copied" in told
    storage.copying = set()
    assert succeeded(host.storage_message(created(app.account, "input/copied.json")), protos)
    assert storage.blobs["output/copied_out.json"].body == b"1"


def test_a_blob_that_was_written_again_is_read_as_it_is_now(app, storage, protos):
    host = app("raw_bytes")
    storage.blobs["input/again.json"] = Blob(b"now")
    for tag in ("0x1", "0x2"):
        data = {"url": f"{app.account}/input/again.json", "eTag": tag, "contentLength": 1}
        assert succeeded(host.storage_message(created(app.account, "input/again.json", data=data)), protos)
        assert storage.blobs["output/again_out.json"].body == b"now"


def test_a_blob_that_grows_while_it_is_read_is_predicted_whole(app, storage, protos):
    host = app("raw_bytes")
    storage.blobs["input/grows.json"] = Blob(b"before")
    storage.instead["GET", "input/grows.json"] = ["grow"]
    assert succeeded(host.storage_message(created(app.account, "input/grows.json")), protos)
    assert storage.blobs["output/grows_out.json"].body == b"before and more"


def test_events_of_another_kind_are_done(app, storage, protos):
    host = app("raw_bytes")
    message = created(app.account, "input/x.json", eventType="Microsoft.Storage.BlobDeleted")
    assert succeeded(host.storage_message(message), protos)
    assert host.records("an event of type 'Microsoft.Storage.BlobDeleted'")
    assert storage.requests == []


@pytest.mark.parametrize("message", [b"no JSON", b"{}", b'{"eventType": "Microsoft.Storage.BlobCreated"}'])
def test_a_message_that_is_no_event_fails_so_that_the_poison_queue_keeps_it(app, protos, message):
    assert f"The message of {len(message)} bytes is no event" in failure(
        app("raw_bytes").storage_message(message), protos
    )


def test_what_storage_refuses_fails_with_the_reason(app, storage, protos):
    host = app("raw_bytes")
    storage.blobs["input/refused.json"] = Blob(b"1")
    for method, path in (("GET", "input/refused.json"), ("PUT", "output/refused_out.json")):
        storage.instead[method, path] = [403]
        told = failure(host.storage_message(created(app.account, "input/refused.json")), protos)
        assert f"{method} {path} answered 403 (error code AsToldByTheTest" in told
    assert succeeded(host.storage_message(created(app.account, "input/refused.json")), protos)


def test_what_passes_is_tried_again_within_the_invocation(app, storage, protos):
    host = app("raw_bytes")
    storage.blobs["input/passes.json"] = Blob(b"1")
    storage.instead["GET", "input/passes.json"] = [503]
    storage.instead["PUT", "output/passes_out.json"] = [429]
    assert succeeded(host.storage_message(created(app.account, "input/passes.json")), protos)
    assert storage.asked("input/passes.json") + storage.asked("output/passes_out.json") == ["GET"] * 2 + ["PUT"] * 2


def test_a_prediction_is_not_written_where_it_would_be_predicted_in_turn(app, storage, protos):
    host = app("raw_bytes", ML_TRIGGER_OUTPUT_PATH="input/{name}")
    storage.blobs["input/loop.json.json"] = Blob(b"1")
    told = failure(host.storage_message(created(app.account, "input/loop.json.json")), protos)
    assert "not written to input/loop.json: it would be predicted in turn" in told
    assert storage.asked("input/loop.json") == []


def test_an_output_that_no_blob_can_have_fails(app, storage, protos):
    host = app("raw_bytes", ML_TRIGGER_OUTPUT_PATH="output/{name}.")
    storage.blobs["input/a.json"] = Blob(b"1")
    told = failure(host.storage_message(created(app.account, "input/a.json")), protos)
    assert "The prediction of input/a.json cannot be written: 'output/a.' has a backslash, or ends with" in told


def test_other_calls_go_on_while_a_blob_is_read(app, storage):
    host = app("raw_bytes")
    host.wait_until("ready")
    storage.blobs["input/slow.json"] = Blob(b"1")
    storage.instead["GET", "input/slow.json"] = [1.0]
    answer = host.start_storage_message(created(app.account, "input/slow.json"))
    begun = time.monotonic()
    assert host.health() == (200, "ready")
    assert time.monotonic() - begun < 0.5
    answer(10)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"ML_TRIGGER_EVENT_QUEUE_NAME": None}, "ML_TRIGGER_EVENT_QUEUE_NAME is missing"),
        ({"ML_TRIGGER_INPUT_PATH": None}, "ML_TRIGGER_INPUT_PATH is missing"),
        ({"ML_TRIGGER_INPUT_PATH": "input/{a.b}"}, "allowed in braces are names"),
        ({"ML_TRIGGER_OUTPUT_PATH": "output/{other}"}, "allowed are names that the input path binds (name)"),
        ({"TriggerConnectionString": None}, "TriggerConnectionString__blobServiceUri is missing"),
        ({"TriggerConnectionString": "AccountName=a"}, "has no AccountKey"),
    ],
)
def test_settings_that_cannot_be_used_are_told_when_functions_are_indexed(start, storage, settings, told):
    host = start("raw_bytes", trigger="blob_event_grid", index=False, **{**storage.by_key, **settings})
    with pytest.raises(AssertionError) as error:
        host.index()
    assert told in str(error.value)


def test_a_restart_waits_until_predictions_are_written(start, storage, protos):
    settings = {"ML_SCORING_TIMEOUT_SECONDS": "1", "ML_CONCURRENT_PREDICTIONS": "2"}
    host = start("turns", trigger="blob_event_grid", **storage.by_key, **settings)
    host.wait_until("ready")
    account = f"{storage.url}/devstoreaccount1"
    storage.blobs["input/stuck.json"] = Blob(b'{"seconds": 60}')
    storage.blobs["input/quick.json"] = Blob(b'{"seconds": 0}')
    storage.instead["PUT", "output/quick_out.json"] = [7.0]  # the process is to end after about 5 s
    stuck = host.start_storage_message(created(account, "input/stuck.json"))
    quick = host.start_storage_message(created(account, "input/quick.json"))
    assert "Scoring timeout after 1000 ms" in failure(stuck(10), protos)
    assert succeeded(quick(20), protos)
    assert "output/quick_out.json" in storage.blobs
    assert host.process.wait(5) == 200

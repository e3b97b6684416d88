"""Blob and queue: the payload is posted to the inference server, its answer is the output or an error."""

import json

import pytest


def output(response):
    (binding,) = response.output_data
    return binding.data


def failure(response, protos):
    assert response.result.status == protos.StatusResult.Failure
    return response.result.exception.message


def sent(text):
    """The messages that the host makes of a string output: see FunctionBinding.ReadAsEnumerable of the host."""
    stripped = text.strip()
    if not stripped or (stripped[0] + stripped[-1]) not in ("{}", "[]"):
        return [text]
    value = json.loads(text)
    return [
        item if isinstance(item, str) else f"rewritten: {item}"
        for item in (value if isinstance(value, list) else [value])
    ]


def test_blob_bindings_are_binary_on_the_shared_connection(shared):
    host = shared("raw_bytes", trigger="blob")
    common = {"dataType": "BINARY", "connection": "TriggerConnectionString"}
    assert host.bindings() == [
        {"direction": "OUT", "type": "blob", "name": "output", "path": "output/{name}_out.json", **common},
        {"direction": "IN", "type": "blobTrigger", "name": "blob", "path": "input/{name}.json", **common},
    ]
    assert sorted(host.functions) == ["health", "score"]


def test_queue_bindings(start):
    host = start("raw_bytes", trigger="service_bus_queue")
    common = {"connection": "TriggerConnectionString"}
    assert host.bindings() == [
        {"direction": "OUT", "type": "serviceBus", "name": "output", "queueName": "output", **common},
        {
            "direction": "IN",
            "type": "serviceBusTrigger",
            "name": "message",
            "queueName": "input",
            "dataType": "BINARY",
            **common,
        },
    ]


def test_sessions_of_a_queue(start):
    host = start("raw_bytes", trigger="service_bus_queue", ML_TRIGGER_SESSIONS="true")
    (trigger,) = [binding for binding in host.bindings() if binding["direction"] == "IN"]
    assert trigger["isSessionsEnabled"] is True


def test_blob_bytes_pass_both_ways(shared):
    host = shared("raw_bytes", trigger="blob")
    payload = bytes(range(256)) * 1000
    assert output(host.blob(payload)).bytes == payload
    assert output(host.blob(b"")).bytes == b""


@pytest.mark.parametrize(
    ("name", "stated", "expected"),
    [
        ("input/sample.json", "application/octet-stream", "application/json"),
        ("input/sample", "", "application/json"),
        ("input/image.png", "application/octet-stream", "image/png"),
        ("input/image.png", "application/json; charset=utf-8", "application/json; charset=utf-8"),
        ("input/sample.json", "application/x-www-form-urlencoded", "application/json"),
    ],
)
def test_content_type_of_a_blob(shared, name, stated, expected):
    host = shared("request_headers", trigger="blob")
    headers = json.loads(output(host.blob(b"{}", name=name, content_type=stated)).bytes)
    assert headers["content-type"] == expected


def test_headers_of_a_blob(shared):
    host = shared("request_headers", trigger="blob")
    headers = json.loads(output(host.blob(b"{}", name="input/a b/ü.json")).bytes)
    assert headers["x-blob-name"] == "input/a%20b/%C3%BC.json"
    assert len(headers["x-request-id"]) == 36


def test_headers_of_a_message(shared):
    host = shared("request_headers", trigger="service_bus_queue")
    (text,) = sent(output(host.message(b"{}", CorrelationId="order 7")).string)
    headers = json.loads(text)
    assert headers["content-type"] == "application/json"
    assert (headers["x-message-id"], headers["x-correlation-id"], headers["x-delivery-count"]) == (
        "message-1",
        "order%207",
        "2",
    )
    (text,) = sent(output(host.message(b"{}", ContentType="text/csv")).string)
    assert json.loads(text)["content-type"] == "text/csv"


@pytest.mark.parametrize(
    "body",
    [
        "[1, 2, 3]",
        '{"a": 1.50, "when": "2020-01-01T00:00:00Z"}',
        " [1]",
        "[broken",
        "plain",
        "",
        '"2020-01-01T00:00:00Z"',
        "é\n",
    ],
)
def test_a_prediction_is_one_message_as_it_is(shared, body):
    host = shared("results", trigger="service_bus_queue")
    response = host.message(json.dumps({"text": body}).encode())
    assert sent(output(response).string) == [body]


def test_binary_that_a_message_cannot_carry_fails_with_the_reason(shared, protos):
    host = shared("results", trigger="service_bus_queue")
    message = failure(host.message(b'{"binary": "89504eff"}'), protos)
    assert "4 bytes that are not UTF-8" in message
    assert "base64" in message


@pytest.mark.parametrize("trigger", ["blob", "service_bus_queue"])
def test_other_answers_than_2xx_fail_with_status_and_body(shared, protos, trigger):
    host = shared("results", trigger=trigger)
    send = host.blob if trigger == "blob" else host.message
    assert "answered 404: gone" in failure(send(b'{"text": "gone", "status": 404}'), protos)
    assert "answered 500" in failure(send(b'{"raise": "ValueError"}'), protos)
    assert "answered 500: " in failure(send(b'{"exit": 3}'), protos)
    assert send(b'{"value": 1}').result.status == protos.StatusResult.Success


@pytest.mark.parametrize("trigger", ["blob", "service_bus_queue"])
def test_without_an_output_the_prediction_is_still_run(start, protos, trigger):
    settings = {"ML_TRIGGER_OUTPUT_PATH": None} if trigger == "blob" else {"ML_TRIGGER_OUTPUT_QUEUE_NAME": None}
    host = start("logging", trigger=trigger, **settings)
    assert [binding["direction"] for binding in host.bindings()] == ["IN"]
    response = host.blob(b"1") if trigger == "blob" else host.message(b"1")
    assert response.result.status == protos.StatusResult.Success
    assert not response.output_data
    assert host.records("run logs")

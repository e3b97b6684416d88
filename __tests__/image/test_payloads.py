"""Blob, queue and topic: the payload is posted to the inference server, its answer is the output or an error."""

import json

import pytest
from host import Host

MESSAGES = ["service_bus_queue", "service_bus_topic"]
QUEUES = {**dict.fromkeys(MESSAGES, Host.message), "storage_queue": Host.storage_message}
DELIVER = {"blob": Host.blob, **QUEUES}

MESSAGES = ["service_bus_queue", "service_bus_topic"]


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


def test_service_bus_queue_bindings(start):
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


def test_storage_queue_bindings(shared):
    host = shared("results", trigger="storage_queue")
    common = {"connection": "TriggerConnectionString"}
    assert host.bindings() == [
        {"direction": "OUT", "type": "queue", "name": "output", "queueName": "output", **common},
        {
            "direction": "IN",
            "type": "queueTrigger",
            "name": "message",
            "queueName": "input",
            "dataType": "BINARY",
            **common,
        },
    ]
    assert sorted(host.functions) == ["health", "score"]


TOPIC_TRIGGER = {
    "direction": "IN",
    "type": "serviceBusTrigger",
    "name": "message",
    "topicName": "input",
    "subscriptionName": "model",
    "dataType": "BINARY",
    "connection": "TriggerConnectionString",
}


@pytest.mark.parametrize(
    ("settings", "output_binding"),
    [
        ({}, {"topicName": "output"}),
        ({"ML_TRIGGER_OUTPUT_TOPIC_NAME": None, "ML_TRIGGER_OUTPUT_QUEUE_NAME": "answers"}, {"queueName": "answers"}),
    ],
)
def test_topic_bindings(start, settings, output_binding):
    host = start("raw_bytes", trigger="service_bus_topic", **settings)
    common = {"direction": "OUT", "type": "serviceBus", "name": "output", "connection": "TriggerConnectionString"}
    assert host.bindings() == [{**common, **output_binding}, TOPIC_TRIGGER]
    assert sorted(host.functions) == ["health", "score"]


@pytest.mark.parametrize("trigger", MESSAGES)
def test_sessions(start, trigger):
    host = start("raw_bytes", trigger=trigger, ML_TRIGGER_SESSIONS="true")
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


@pytest.mark.parametrize("trigger", MESSAGES)
def test_headers_of_a_message(shared, trigger):
    host = shared("request_headers", trigger=trigger)
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


def test_headers_of_a_storage_message(shared):
    host = shared("request_headers", trigger="storage_queue")
    (text,) = sent(output(host.storage_message(b"{}")).string)
    headers = json.loads(text)
    assert headers["content-type"] == "application/json"
    assert (headers["x-message-id"], headers["x-delivery-count"]) == ("message-1", "2")
    assert "x-correlation-id" not in headers
    assert len(headers["x-request-id"]) == 36


@pytest.mark.parametrize("trigger", QUEUES)
@pytest.mark.parametrize("payload", ['{"a": 1.50, "when": "2020-01-01T00:00:00Z"}', "[1, 2]", "é\n"])
def test_the_script_gets_a_message_as_it_is(shared, trigger, payload):
    host = shared("raw_bytes", trigger=trigger)
    assert sent(output(QUEUES[trigger](host, payload.encode())).string) == [payload]


@pytest.mark.parametrize("trigger", QUEUES)
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
def test_a_prediction_is_one_message_as_it_is(shared, trigger, body):
    host = shared("results", trigger=trigger)
    response = QUEUES[trigger](host, json.dumps({"text": body}).encode())
    assert sent(output(response).string) == [body]


@pytest.mark.parametrize("trigger", QUEUES)
def test_binary_that_a_message_cannot_carry_fails_with_the_reason(shared, protos, trigger):
    host = shared("results", trigger=trigger)
    message = failure(QUEUES[trigger](host, b'{"binary": "89504eff"}'), protos)
    assert "4 bytes that are not UTF-8" in message
    assert "base64" in message


@pytest.mark.parametrize(("encoding", "longest"), [(None, 65536), ("none", 65536), ("base64", 49152)])
def test_a_prediction_that_a_storage_message_cannot_carry_fails_with_the_reason(shared, protos, encoding, longest):
    host = shared("results", trigger="storage_queue", ML_TRIGGER_MESSAGE_ENCODING=encoding)

    def predict(text):
        return host.storage_message(json.dumps({"text": text}).encode())

    # two bytes of UTF-8 each: what counts is bytes
    text = "é" * (longest // 2)
    assert sent(output(predict(text)).string) == [text]
    # of a list, what counts is what is sent, not what the host is given to send it
    text = f"[{'1' * (longest - 2)}]"
    assert sent(output(predict(text)).string) == [text]
    message = failure(predict("x" * (longest + 1)), protos)
    assert f"The prediction is {longest + 1} bytes" in message
    assert f"{longest} at most" in message


def test_a_long_prediction_that_is_not_sent_is_no_failure(start, protos):
    host = start("results", trigger="storage_queue", ML_TRIGGER_OUTPUT_QUEUE_NAME=None)
    response = host.storage_message(json.dumps({"text": "x" * 100_000}).encode())
    assert response.result.status == protos.StatusResult.Success


@pytest.mark.parametrize("trigger", DELIVER)
def test_other_answers_than_2xx_fail_with_status_and_body(shared, protos, trigger):
    host = shared("results", trigger=trigger)
    deliver = DELIVER[trigger]
    assert "answered 404: gone" in failure(deliver(host, b'{"text": "gone", "status": 404}'), protos)
    assert "answered 500" in failure(deliver(host, b'{"raise": "ValueError"}'), protos)
    assert "answered 500: " in failure(deliver(host, b'{"exit": 3}'), protos)
    assert deliver(host, b'{"value": 1}').result.status == protos.StatusResult.Success


@pytest.mark.parametrize("trigger", DELIVER)
def test_without_an_output_the_prediction_is_still_run(start, protos, trigger):
    outputs = ["ML_TRIGGER_OUTPUT_PATH", "ML_TRIGGER_OUTPUT_QUEUE_NAME", "ML_TRIGGER_OUTPUT_TOPIC_NAME"]
    host = start("logging", trigger=trigger, **dict.fromkeys(outputs))
    assert [binding["direction"] for binding in host.bindings()] == ["IN"]
    response = DELIVER[trigger](host, b"1")
    assert response.result.status == protos.StatusResult.Success
    assert not response.output_data
    assert host.records("run logs")

"""HTTP: what comes in reaches the script, what the inference server answers goes out byte for byte."""

import json
import time

import pytest


def body(answer):
    return json.loads(answer.body.bytes)


def trigger(host, function):
    (binding,) = [binding for binding in host.bindings(function) if binding["type"] == "httpTrigger"]
    return binding


def test_text_is_passed_as_a_json_string_and_relative_paths_start_at_the_app_root(shared):
    host = shared("text")
    answer = host.http(b'{"a": [1, 2.5, "\xc3\xa9"]}')
    assert answer.status_code == "200"
    assert body(answer)["received"] == {"a": [1, 2.5, "é"]}
    assert body(answer)["greeting"] == "hello"
    assert body(answer)["type"] == "str"
    assert answer.headers["Content-Type"] == "application/json"
    assert float(answer.headers["x-ms-run-fn-exec-ms"]) >= 0


def test_functions_and_their_bindings(start):
    host = start("text", ML_TRIGGER_AUTH_LEVEL="anonymous", ML_TRIGGER_METHODS="POST")
    bindings = {name: trigger(host, name) for name in host.functions}
    expected = {
        "score": ("score", "ANONYMOUS", ["POST"]),
        "swagger": ("swagger.json", "ANONYMOUS", ["GET"]),
        "health": ("health", "ANONYMOUS", ["GET"]),
    }
    assert {n: (b["route"], b["authLevel"], b["methods"]) for n, b in bindings.items()} == expected


def test_default_auth_level_and_methods(shared):
    host = shared("text")
    binding = trigger(host, "score")
    assert (binding["authLevel"], binding["methods"]) == ("FUNCTION", ["GET", "POST", "OPTIONS"])


def test_rawhttp_bytes_status_headers_and_cookies(shared):
    host = shared("raw_bytes")
    payload = bytes(range(256))
    answer = host.http(payload, headers={"Content-Type": "image/png"}, path="/score?status=418")
    assert (answer.status_code, answer.body.bytes) == ("418", payload)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Many"] == "a, b"
    assert [(cookie.name, cookie.value, cookie.http_only.value) for cookie in answer.cookies] == [
        ("session", "1", True)
    ]


def test_query_multipart_and_empty_body(shared):
    host = shared("raw_bytes")
    assert body(host.http(method="GET", path="/score?a=1&a=%2F%C3%A9")) == {"a": ["1", "/é"]}
    form = b'--x\r\nContent-Disposition: form-data; name="image"; filename="i.png"\r\n\r\n\x00\xff\x00\r\n--x--\r\n'
    assert body(host.http(form, headers={"Content-Type": "multipart/form-data; boundary=x"})) == {"image": 3}
    assert host.http(b"").body.bytes == b""


def test_100_megabytes_pass_both_ways(start):
    host = start("raw_bytes")
    payload = b"\x00\x01\xfe\xff" * (25 * 1024 * 1024)
    answer = host.http(payload, headers={"Content-Type": "application/octet-stream"}, timeout=120)
    assert answer.body.bytes == payload


def test_request_headers(shared):
    host = shared("request_headers")
    headers = body(host.http(b"{}", headers={"X-Custom": "ü", "Transfer-Encoding": "chunked"}))
    assert headers["content-type"] == "application/json"
    assert headers["content-length"] == "2"
    assert "transfer-encoding" not in headers
    assert headers["x-custom"].encode("latin-1").decode() == "ü"


def test_schema_numpy_and_swagger(shared):
    host = shared("schema_numpy")
    assert body(host.http(b'{"data": [[1, 2], [3, 4]], "factor": 2.0}')) == [6.0, 14.0]
    assert host.http(b'{"factor": 1}').status_code == "400"
    assert host.http(b"{}", headers={"Content-Type": "text/plain"}).status_code == "415"
    swagger = host.http(method="GET", path="/swagger.json?version=3", function="swagger")
    assert body(swagger)["openapi"].startswith("3.")
    assert "factor" in body(swagger)["components"]["schemas"]["ServiceInput"]["properties"]


def test_schema_pandas(shared):
    host = shared("schema_pandas")
    assert body(host.http(b'{"data": [{"a": 1, "b": 2.5}, {"a": 2, "b": 3.5}]}')) == {
        "a": "int64",
        "b": "float64",
        "rows": 2,
    }


@pytest.mark.parametrize(
    ("request_body", "status", "answered"),
    [
        (b'{"value": NaN}', 200, b"NaN"),
        (b'{"value": "text"}', 200, b'"text"'),
        (b'{"value": null}', 200, b"{}"),
        (b'{"text": "plain", "status": 202}', 202, b"plain"),
        (b'{"text": "no", "status": 503}', 503, b"no"),
        (b"\xff", 400, None),
        (b'{"set": 1}', 500, None),
        (b'{"raise": "ValueError"}', 500, None),
    ],
)
def test_results_are_the_inference_servers(shared, request_body, status, answered):
    host = shared("results")
    answer = host.http(request_body)
    assert answer.status_code == str(status)
    if answered is not None:
        assert answer.body.bytes == answered
    else:
        assert list(body(answer)) == ["message"]


def test_options_and_unknown_methods_are_answered_by_the_inference_server(start):
    host = start("results", AML_CORS_ORIGINS="https://example.com")
    answer = host.http(method="OPTIONS", headers={"Origin": "https://example.com"})
    assert answer.status_code == "200"
    assert answer.headers["Access-Control-Allow-Origin"] == "https://example.com"
    assert host.http(method="DELETE").status_code == "405"


def test_the_hosts_keys_are_no_input(start):
    host = start("request_url")
    path = "/score?code=KEY&a=1&ClientId=default&c%6Fde=KEY"
    keys = {"X-Functions-Key": "KEY", "x-functions-clientid": "default"}
    urls = {"X-Original-URL": path, "X-WAWS-Unencoded-URL": path, "X-Other": path, "Referer": "https://a/?code=KEY"}
    seen = body(host.http(b"{}", headers={**keys, **urls}, path=path))
    assert seen["query"] == "a=1"
    assert not {"x-functions-key", "x-functions-clientid"} & seen["headers"].keys()
    assert seen["headers"]["x-original-url"] == seen["headers"]["x-waws-unencoded-url"] == "/score?a=1"
    assert seen["headers"]["referer"] == "https://a/"
    assert seen["headers"]["x-other"] == path
    assert body(host.http(method="GET", path="/score?code=KEY"))["query"] == ""


def test_with_no_keys_a_querys_code_is_the_scripts(start):
    host = start("request_url", ML_TRIGGER_AUTH_LEVEL="anonymous")
    path = "/score?code=de&clientid=7"
    seen = body(host.http(b"{}", headers={"X-Original-URL": path, "x-functions-key": "KEY"}, path=path))
    assert seen["query"] == "code=de&clientid=7"
    assert seen["headers"]["x-original-url"] == path
    assert "x-functions-key" not in seen["headers"]


def test_a_missing_content_type_is_absent(shared):
    host = shared("request_headers")
    assert "content-type" not in body(host.http(b"{}", headers={"Content-Type": None}))


def test_the_servers_version_is_told_as_azmlinfsrv_tells_it(start):
    assert start("text").http(b"1").headers["x-ms-server-version"].startswith("azmlinfsrv/")
    silent = start("text", SERVER_VERSION_LOG_RESPONSE_ENABLED="false")
    assert "x-ms-server-version" not in silent.http(b"1").headers


@pytest.mark.parametrize(
    ("cookie", "max_age"),
    [
        ({"max_age": 60}, 60),
        ({"expires": 4_000_000_000}, None),
        ({"expires": 0}, 0),
        ({"max_age": 5, "expires": 4_000_000_000}, 5),
    ],
)
def test_a_cookies_lifetime_is_told_in_seconds(start, cookie, max_age):
    (sent,) = start("cookie").http(json.dumps(cookie).encode()).cookies
    assert (sent.name, sent.value, sent.path.value) == ("a", "1", "/p")
    assert not sent.HasField("expires")
    if max_age is None:
        assert abs(sent.max_age.value - (4_000_000_000 - time.time())) < 60
    else:
        assert sent.max_age.value == max_age


@pytest.mark.parametrize(
    "header",
    ["a=1; Expires=soon; Path=/p", "a=1; Max-Age=soon; Path=/p", "a=1; Partitioned; Path=/p", "a=1; Expires; Path=/p"],
)
def test_what_a_worker_does_not_know_of_a_cookie_is_left_out(shared, header):
    (sent,) = shared("cookie").http(json.dumps({"header": header}).encode()).cookies
    assert (sent.value, sent.path.value, sent.HasField("max_age")) == ("1", "/p", False)

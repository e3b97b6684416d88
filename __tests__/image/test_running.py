"""Running: side by side, within the timeout, whatever the script raises, and logged."""

import json
import time

import pytest


@pytest.mark.parametrize(
    ("settings", "milliseconds"),
    [({"ML_SCORING_TIMEOUT_SECONDS": "1"}, 1000), ({"SCORING_TIMEOUT_MS": "400"}, 400)],
)
def test_scoring_timeout(start, settings, milliseconds):
    host = start("slow_run", **settings)
    host.wait_until("ready")
    started = time.perf_counter()
    answer = host.http(str(1.5 * milliseconds / 1000).encode())
    assert milliseconds / 1000 <= time.perf_counter() - started < 3
    assert (answer.status_code, answer.headers["x-ms-run-function-failed"]) == ("500", "True")
    assert json.loads(answer.body.bytes) == {"message": f"Scoring timeout after {milliseconds} ms"}
    (record,) = host.records("run() took longer than the scoring timeout")
    assert record.invocation_id
    assert host.http(b"0").status_code == "200"
    # the host has ended the invocation, and would drop what comes after
    assert "past the scoring timeout; its result is dropped" in host.console_with("its result is dropped")
    assert not [log for log in host.logs if "its result is dropped" in log.message]


def test_scoring_timeout_of_a_queue_call_fails_it(start, protos):
    host = start("slow_run", trigger="service_bus_queue", ML_SCORING_TIMEOUT_SECONDS="1")
    response = host.message(b"5")
    assert response.result.status == protos.StatusResult.Failure
    assert "Scoring timeout after 1000 ms" in response.result.exception.message


@pytest.mark.parametrize("timeout", [None, "5"])
@pytest.mark.parametrize(
    ("request_body", "reason"),
    [
        (b'{"exit": 3}', "SystemExit: 3"),
        (b'{"raise": "KeyboardInterrupt"}', "KeyboardInterrupt: the reason"),
        (b'{"raise": "CancelledError"}', "CancelledError: the reason"),
        (b'{"raise": "Stop"}', "Stop: the reason"),
    ],
)
def test_what_is_no_exception_is_answered_and_the_worker_lives(shared, request_body, reason, timeout):
    host = shared("results", ML_SCORING_TIMEOUT_SECONDS=timeout)
    answer = host.http(request_body)
    assert (answer.status_code, answer.headers["x-ms-run-function-failed"]) == ("500", "True")
    assert json.loads(answer.body.bytes) == {
        "message": "An unexpected error occurred in scoring script. Check the logs for more info."
    }
    record = host.records(f"run() raised {reason}")[-1]
    assert record.invocation_id and "Traceback" in record.message
    assert host.http(b'{"value": 1}').body.bytes == b"1"
    assert host.process.poll() is None


def test_the_traceback_of_run_is_logged_once_with_its_invocation(start):
    host = start("results")
    host.http(b'{"raise": "ValueError"}')
    (record,) = host.records("ValueError: the reason")
    assert "Traceback (most recent call last)" in record.message
    assert record.level == host.protos.RpcLog.Error
    assert record.invocation_id
    assert "ValueError" not in host.console


@pytest.mark.parametrize("timeout", [None, "5"])
def test_what_a_script_prints_and_logs_reaches_the_host_with_level_and_invocation(start, timeout):
    host = start("logging", ML_SCORING_TIMEOUT_SECONDS=timeout)
    host.http(b'"the payload"')
    levels = host.protos.RpcLog
    expected = {"run-prints": levels.Information, "run logs": levels.Information, "run warns": levels.Warning}
    for text, level in expected.items():
        (record,) = host.records(text)
        assert record.level == level
        assert record.invocation_id
        assert text not in host.console
    assert not [log for log in host.logs if "run debugs" in log.message]
    assert "to standard error" in host.console_lines(4)


def test_records_of_asyncio_to_thread_are_those_of_the_invocation(start):
    host = start("logging_odd")
    host.http(b'"to_thread"')
    (record,) = host.records("from a thread of asyncio")
    assert record.invocation_id
    time.sleep(0.2)
    assert "from a thread of asyncio" not in host.console


@pytest.mark.parametrize("how", ["basicConfig", "clear", "dictConfig", "dictConfig without root", "level"])
def test_logging_that_run_sets_anew_keeps_the_invocations_of_later_calls(start, how):
    host = start("logging_odd")
    host.http(json.dumps(how).encode())
    first = host.http(b'"log"')
    assert first.status_code == "200"
    (record,) = host.records("a call logs")
    assert record.invocation_id
    lines = host.records("POST /score answered 200 in ")
    assert len(lines) == 2
    assert all(line.invocation_id for line in lines)


@pytest.mark.parametrize("how", ["stdout", "no stdout"])
def test_a_script_may_close_standard_output(start, how):
    host = start("logging_odd")
    assert host.http(json.dumps(how).encode()).status_code == "200"
    assert host.health() == (200, "ready")
    assert host.http(b'"log"').status_code == "200"
    assert host.records("a call logs")


def test_init_may_close_standard_output(start):
    host = start("logging_odd", IN_INIT="stdout")
    host.wait_until("ready")
    assert host.http(b'"log"').status_code == "200"


def test_a_handler_of_the_script_that_raises_breaks_no_call(start):
    host = start("logging_odd", IN_INIT="handler")
    host.wait_until("ready")
    assert host.http(b'"nothing"').status_code in ("200", "500")  # its own records are the script's affair
    assert host.health() == (200, "ready")


def test_records_of_a_forked_child_are_on_the_console(start):
    host = start("logging_odd")
    assert host.http(b'"fork"').status_code == "200"
    assert "a child logs" in host.console_with("a child logs")


def test_what_is_no_utf8_can_be_printed_and_logged(start):
    host = start("logging_odd")
    assert host.http(b'"surrogates"').status_code == "200"
    assert {record.message for record in host.records("\\udcff")} >= {"printed \\udcff", "logged \\udcff"}
    assert host.records("ValueError: raised \\udcff")


def test_what_belongs_to_no_invocation_goes_to_the_console_where_the_host_reads_it(start):
    host = start("logging")
    host.http(b"1")
    assert host.console_lines(4) == [
        "INFO: azmlinfsrv.print: init prints",
        "INFO: entry_module: init logs",
        "to standard error",
        "ERROR: root: a thread of the script logs",
    ]


def test_a_script_that_takes_logging_over_still_logs_to_the_host(start):
    host = start("logging_taken_over")
    host.http(b"1")
    (record,) = host.records("run logs")
    assert record.invocation_id
    assert host.records("POST /score answered 200 in ")


def test_asyncio_works_as_in_a_main_thread(start):
    host = start("event_loop")
    assert host.http(b"1").body.bytes == b'["init", "run"]'


def test_one_line_a_prediction_without_the_payload(start):
    host = start("logging")
    host.http(b'"the payload"')
    (record,) = host.records("POST /score answered 200 in ")
    assert record.message.endswith(" ms, 13 bytes in, 29 bytes out")
    assert record.invocation_id
    assert not [log for log in host.logs if "the payload" in log.message]


def test_payloads_are_logged_when_asked_for(start):
    host = start("logging", ML_LOG_PAYLOADS="true")
    host.http(b'"the payload"')
    assert [log.message for log in host.records("the payload")] == [
        'Request: "the payload"',
        'Response: {"secret": "\\"the payload\\""}',
    ]

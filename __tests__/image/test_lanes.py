"""Lanes: whose turn it is, on which thread, and what becomes of calls that wait or never end."""

import asyncio
import gc
import json
import sys
import time
import weakref
from pathlib import Path

import pytest
from host import IMAGE

sys.path.append(str(IMAGE))
from ml_runtime import wsgi  # noqa: E402
from ml_runtime.lanes import Call, Lanes, NotBegun  # noqa: E402


def body(answer):
    return json.loads(answer.body.bytes)


def test_init_and_run_share_a_thread_which_takes_calls_in_turn(start):
    host = start("turns")
    waits = [host.start_http(b'{"seconds": 0.05}') for _ in range(8)]
    assert [body(wait()) for wait in waits] == [1] * 8
    assert [body(host.http(b"{}"))["rows"] for _ in range(2)] == [1, 2]
    assert body(host.http(b"{}"))["local"] == "of init()"


def test_concurrent_predictions_are_made_side_by_side_after_one_init(start):
    host = start("turns", ML_CONCURRENT_PREDICTIONS="3")
    host.wait_until("ready")
    waits = [host.start_http(b'{"seconds": 0.5}') for _ in range(6)]
    assert max(body(wait()) for wait in waits) == 3
    assert host.http(b"{}").status_code in (
        "200",
        "500",
    )  # the connection of init() is another thread's, but for one in three


def test_health_is_answered_while_calls_wait_for_their_turn(start):
    host = start("turns")
    host.wait_until("ready")
    waits = [host.start_http(b'{"seconds": 3}') for _ in range(2)]
    started = time.perf_counter()
    assert host.health() == (200, "ready")
    assert time.perf_counter() - started < 3
    assert [wait().status_code for wait in waits] == ["200"] * 2


def test_what_has_waited_too_long_is_not_run(start):
    # half of a short function timeout, as the 230 s of Azure's load balancer are too long for a test
    host = start("turns", AzureFunctionsJobHost__functionTimeout="00:00:02")
    host.wait_until("ready")
    first = host.start_http(b'{"seconds": 2, "name": "first"}')
    time.sleep(0.1)
    late = host.http(b'{"name": "late"}')
    assert late.status_code == "503"
    assert int(late.headers["Retry-After"]) >= 1
    assert "not come after 1 s" in body(late)["message"]
    assert host.records("POST /score was not run")[0].invocation_id
    assert first().status_code == "200"
    assert body(host.http(b'{"name": "last"}'))["begun"] == ["first", "last"]


def test_past_the_bound_the_answer_is_503_at_once(start):
    host = start("turns")
    host.wait_until("ready")
    first = host.start_http(b'{"seconds": 6}')
    time.sleep(0.2)
    waits = [host.start_http(b'{"seconds": 0}') for _ in range(210)]
    answers = [wait() for wait in waits]
    refused = [answer for answer in answers if answer.status_code == "503"]
    assert len(refused) == 10
    assert {answer.headers["Retry-After"] for answer in refused} == {"1"}
    assert [answer.status_code for answer in answers if answer not in refused] == ["200"] * 200
    assert first().status_code == "200"


def test_the_scoring_timeout_counts_from_a_calls_turn(start):
    host = start("turns", ML_SCORING_TIMEOUT_SECONDS="1")
    host.wait_until("ready")
    waits = [host.start_http(b'{"seconds": 0.6}') for _ in range(5)]
    assert [wait().status_code for wait in waits] == ["200"] * 5


def test_a_run_that_does_not_end_keeps_its_lane_and_ends_the_process(start):
    host = start("turns", ML_SCORING_TIMEOUT_SECONDS="1")
    host.wait_until("ready")
    stuck = host.start_http(b'{"seconds": 60, "name": "stuck"}')
    time.sleep(0.1)
    waiting = host.start_http(b'{"name": "waiting"}')
    assert stuck().status_code == "500"
    assert host.health() == (200, "ready")
    answer = waiting()
    assert (answer.status_code, body(answer)) == ("503", {"message": "The worker process restarts."})
    assert answer.headers["Retry-After"] == "5"
    late = host.http(b"{}")
    assert (late.status_code, late.headers["Retry-After"]) == ("503", "5")
    assert host.health() == (503, "restarting")
    assert host.process.wait(5) == 200
    assert "run() does not end" in host.console_with("run() does not end")


def test_a_run_that_lets_no_other_thread_run_ends_the_process_too(start):
    host = start("turns", ML_SCORING_TIMEOUT_SECONDS="1")
    host.wait_until("ready")
    host.start_http(b'{"hang": true}')
    assert host.process.wait(20) == 1
    assert "Timeout (0:00:09)!" in host.console_with("most recent call first")


def test_before_the_process_ends_other_lanes_answer_their_calls(start):
    host = start("turns", ML_SCORING_TIMEOUT_SECONDS="1", ML_CONCURRENT_PREDICTIONS="2")
    host.wait_until("ready")
    stuck = host.start_http(b'{"seconds": 60}')
    assert stuck().status_code == "500"
    time.sleep(2.2)
    other = host.start_http(b'{"seconds": 0.95}')
    assert other().status_code == "200"
    assert host.process.wait(5) == 200


def test_busy_loops_in_several_lanes_keep_no_answer_from_its_caller(start):
    host = start("turns", ML_SCORING_TIMEOUT_SECONDS="1", ML_CONCURRENT_PREDICTIONS="4")
    host.wait_until("ready")
    waits = [host.start_http(b'{"busy": true}') for _ in range(4)]
    time.sleep(0.3)
    waits += [host.start_http(b'{"name": "waiting"}') for _ in range(100)]
    answers = [wait(60).status_code for wait in waits]
    assert answers == ["500"] * 4 + ["503"] * 100
    assert host.process.wait(20) == 200


def test_an_exception_that_comes_late_from_another_thread_costs_no_lane(start):
    host = start("turns")
    host.wait_until("ready")
    assert host.http(b'{"late": true}').status_code == "200"
    time.sleep(0.5)
    waits = [host.start_http(b'{"seconds": 0}') for _ in range(3)]
    assert [wait().status_code for wait in waits] == ["200"] * 3


def test_a_restart_ends_the_scripts_processes(start):
    host = start("turns", ML_SCORING_TIMEOUT_SECONDS="1")
    host.wait_until("ready")
    assert host.http(b'{"child": true}').status_code == "500"
    assert host.process.wait(20) == 200
    child = int(host.console_with("child is").split("child is ")[1].split()[0])
    end = time.monotonic() + 5
    while (state := state_of(child)) not in (None, "Z") and time.monotonic() < end:
        time.sleep(0.05)
    assert state in (None, "Z")


def state_of(process: int) -> str | None:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return None


def test_a_call_that_waited_in_vain_keeps_no_payload():
    class Payload(bytearray):  # to which weak references are possible
        pass

    async def wait_in_vain(lanes: Lanes) -> weakref.ref:
        payload = Payload(1000)
        with pytest.raises(NotBegun):
            await lanes.answer(Call(wsgi.Request(payload, {}), 0.01, has_caller=True))
        return weakref.ref(payload)

    lanes = Lanes(1, lambda call: None)  # never started: the queue keeps what it is given
    payload = asyncio.run(wait_in_vain(lanes))
    gc.collect()
    assert payload() is None
    assert lanes.calls == []


def test_blobs_that_waited_fail_when_the_process_ends_and_are_delivered_again(start, protos):
    host = start("turns", trigger="blob", ML_SCORING_TIMEOUT_SECONDS="1")
    host.wait_until("ready")
    waits = [host.start_blob(b'{"seconds": 60}') for _ in range(3)]
    responses = [wait(10) for wait in waits]
    assert {response.result.status for response in responses} == {protos.StatusResult.Failure}
    assert "Scoring timeout after 1000 ms" in responses[0].result.exception.message
    assert "The worker process restarts." in responses[1].result.exception.message
    assert host.process.wait(5) == 200

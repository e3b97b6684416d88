"""Loading: in the background, once, and never at the cost of the worker."""

import json
import time

import pytest
from host import HERE


def test_indexing_does_not_wait_and_the_first_call_does(start):
    host = start("slow_init", index=False)
    host.index()
    wait = host.start_http(b"1")
    assert host.health() == (503, "loading")
    answer = wait()
    assert (answer.status_code, answer.body.bytes) == ("200", b'"done"')
    assert host.health() == (200, "ready")


def test_health_is_answered_while_calls_wait(start):
    host = start("slow_init")
    waits = [host.start_http(b"1") for _ in range(4)]
    assert host.health() == (503, "loading")
    assert {wait().status_code for wait in waits} == {"200"}


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import_error", "ModuleNotFoundError: No module named 'not_there_at_all'"),
        ("syntax_error", "SyntaxError: expected ':'"),
        ("no_run", "does not have a run() function"),
        ("no_init", "does not have a init() function"),
        ("no_argument", "run() needs to accept an argument"),
        ("init_raises", "FileNotFoundError: model.joblib is not there"),
        ("init_exits", "SystemExit: giving up"),
        ("init_interrupts", "KeyboardInterrupt"),
        ("import_exits", "SystemExit: 7"),
        ("run_is_no_function", "TypeError"),
        ("unprintable", "<exception str() failed>"),
        ("not_there", "FileNotFoundError"),
    ],
)
def test_a_script_that_cannot_be_loaded(start, script, reason):
    host = start("broken", entry_script=f"{script}.py")
    host.wait_until("failed")
    answer = host.http(b"{}")
    assert answer.status_code == "503"
    assert json.loads(answer.body.bytes) == {
        "message": "The entry script could not be loaded. Check the logs for more info."
    }
    assert 1 <= int(answer.headers["Retry-After"]) <= 2
    assert host.process.poll() is None
    told = [line for line in host.console_with("Loading failed.").splitlines() if "Loading failed." in line]
    assert reason in told[0]
    # the next try may have failed already
    console = host.console_with("Traceback")
    assert console.count("Traceback (most recent call last)") <= 2 * console.count("Loading failed.")


def test_a_script_that_breaks_logging_still_fails_with_its_reason(start):
    host = start("broken", entry_script="breaks_logging.py")
    host.wait_until("failed")
    assert "Loading failed. ValueError: no such model" in host.console_with("Loading failed.")


def test_init_that_fails_for_a_while_is_tried_again_alone(start):
    host = start("flaky", FAILURES="2")
    host.wait_until("failed")
    assert host.http(b"{}").status_code == "503"
    host.wait_until("ready")
    assert json.loads(host.http(b"{}").body.bytes) == {"imports": 1, "inits": 3}
    console = host.console_with("The entry script is loaded now.")
    assert console.count("Loading failed. ConnectionError: no vault yet") == 2
    assert console.count("Traceback (most recent call last)") == 2


def test_an_import_that_fails_for_a_while_begins_anew_with_the_scripts_modules_cleared(start):
    host = start("flaky_import", FAILURES="2")
    host.wait_until("ready")
    assert json.loads(host.http(b'{"data": 1}').body.bytes) == {"imports of helper": 3, "data": 1}
    swagger = host.http(method="GET", path="/swagger.json?version=3", function="swagger")
    assert "data" in json.loads(swagger.body.bytes)["components"]["schemas"]["ServiceInput"]["properties"]


def test_calls_without_an_http_caller_wait_for_the_next_tries(start, protos):
    host = start("flaky", trigger="blob", FAILURES="2")
    started = time.perf_counter()
    response = host.blob(b"{}")
    assert response.result.status == protos.StatusResult.Success
    assert time.perf_counter() - started > 2


def test_calls_without_an_http_caller_fail_before_the_function_timeout_ends_the_process(start, protos):
    host = start("flaky", trigger="blob", FAILURES="99", AzureFunctionsJobHost__functionTimeout="00:00:03")
    host.wait_until("failed")
    started = time.perf_counter()
    response = host.blob(b"{}")
    assert 1.4 < time.perf_counter() - started < 3
    assert response.result.status == protos.StatusResult.Failure
    assert "Its turn had not come after 1.5 s. ConnectionError: no vault yet" in response.result.exception.message


def test_settings_that_init_makes_for_its_context_hold_in_run(start):
    assert json.loads(start("context").http(b"{}").body.bytes) == "0.333"


def test_a_broken_configuration_of_the_server_is_reported(start):
    host = start("text", SCORING_TIMEOUT_MS="soon")
    host.wait_until("failed")
    assert host.console_with("SCORING_TIMEOUT_MS")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"ML_TRIGGER": None}, "ML_TRIGGER is missing"),
        (
            {"ML_TRIGGER": "https"},
            "allowed are blob, blob_event_grid, http, service_bus_queue, service_bus_topic, storage_queue",
        ),
        ({"ML_TRIGGER": "blob"}, "ML_TRIGGER_INPUT_PATH is missing"),
        (
            {"ML_TRIGGER": "service_bus_topic", "ML_TRIGGER_INPUT_TOPIC_NAME": "input"},
            "ML_TRIGGER_SUBSCRIPTION_NAME is missing",
        ),
        ({"ML_TRIGGER_AUTH_LEVEL": "user"}, "ML_TRIGGER_AUTH_LEVEL"),
        ({"ML_TRIGGER_METHODS": "FETCH"}, "FETCH"),
        ({"ML_SCORING_TIMEOUT_SECONDS": "-1"}, "ML_SCORING_TIMEOUT_SECONDS is '-1'"),
        ({"ML_CONCURRENT_PREDICTIONS": "0"}, "ML_CONCURRENT_PREDICTIONS is '0'"),
        ({"ML_LOG_PAYLOADS": "yes"}, "ML_LOG_PAYLOADS is 'yes'"),
    ],
)
def test_wrong_settings_stop_the_indexing_with_a_reason(start, settings, message):
    host = start("text", index=False, **settings)
    with pytest.raises(AssertionError, match=message):
        host.index()


def test_one_model_is_the_model_directory(start):
    host = start("models", models={"diabetes/3/model.txt": "weights"})
    assert json.loads(host.http(b"").body.bytes) == {"model.txt": "weights"}


def test_the_servers_own_start_up_is_not_logged(start):
    host = start("models", models={"model.txt/1/x.txt": "weights"}, AZUREML_MODEL_DIR=str(HERE))
    assert host.http(b"").status_code == "200"
    time.sleep(0.2)
    assert host.console == ""
    assert {log.category for log in host.logs if not log.category.startswith("azure.functions")} == {"ml_runtime"}


def test_several_models_lie_below_the_model_directory(start):
    host = start("models", models={"a/1/model.txt": "A", "b/2/folder/model.txt": "B"})
    assert json.loads(host.http(b"").body.bytes) == {"a/1/model.txt": "A", "b/2/folder/model.txt": "B"}


def test_modules_of_the_user_come_behind_the_standard_library_and_before_all_packages(start):
    host = start("modules", entry_script="src/score.py")
    answer = host.http(b"1")
    names = ("config", "flask", "helpers.deep", "settings", "utils")
    assert json.loads(answer.body.bytes) == dict.fromkeys(names, "user")


def test_the_data_collector_has_a_sink(start):
    host = start("collector")
    assert json.loads(host.http(b'{"data": [[12345, 2], [3, 4]]}').body.bytes) == [12348, 6]
    time.sleep(0.3)
    assert "12345" not in host.console
    assert not host.records("12345")

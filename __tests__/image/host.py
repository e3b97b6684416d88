"""The host's side of the tests: starts a worker process, indexes its functions and invokes them."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import Future
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
IMAGE = HERE.parent.parent / "image"


class WorkerDied(Exception):
    """The worker process ended while the host waited for it."""


class Host:
    """A worker process with one Function App in it.

    Args:
        protos: the generated protobuf module.
        environment: app settings and what else the image would set.
        directory: where the process starts.
    """

    def __init__(self, protos: Any, environment: dict[str, str], directory: Path) -> None:
        self.protos = protos
        self.logs: list[Any] = []
        self._waiting: dict[str, Future] = {}
        to_worker, self._write = os.pipe()
        self._read, from_worker = os.pipe()
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "worker.py"), str(to_worker), str(from_worker)],
            pass_fds=(to_worker, from_worker),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=directory,
            env={
                **inherited,
                "PYTHONPATH": str(Path(protos.__file__).parent),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONUNBUFFERED": "1",
                "AzureWebJobsScriptRoot": str(IMAGE),
                **environment,
            },
        )
        os.close(to_worker)
        os.close(from_worker)
        self._console: list[str] = []
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._receive, self._read_console)]
        for thread in self._threads:
            thread.start()

    @property
    def console(self) -> str:
        """What the process has printed, standard output and error."""
        return "".join(self._console)

    def index(self) -> None:
        """Loads function_app.py; raises AssertionError with the worker's error."""
        init = self._ask(worker_init_request=self.protos.WorkerInitRequest(function_app_directory=str(IMAGE)))
        self._check(init.worker_init_response.result)
        metadata = self._ask(
            functions_metadata_request=self.protos.FunctionsMetadataRequest(function_app_directory=str(IMAGE))
        ).function_metadata_response
        self._check(metadata.result)
        self.functions = {function.name: function for function in metadata.function_metadata_results}
        for function in self.functions.values():
            self._ask(
                function_load_request=self.protos.FunctionLoadRequest(
                    function_id=function.function_id, metadata=function
                )
            )

    def bindings(self, function: str = "score") -> list[dict[str, Any]]:
        """The bindings of a function as the host reads them."""
        return [json.loads(binding) for binding in self.functions[function].raw_bindings]

    def http(
        self,
        body: bytes = b"",
        *,
        headers: dict[str, str | None] | None = None,
        method: str = "POST",
        path: str = "/score",
        function: str = "score",
        timeout: float = 30,
    ) -> Any:
        """Sends an HTTP request; returns the answer, an RpcHttp."""
        return self.start_http(body, headers=headers, method=method, path=path, function=function)(timeout)

    def start_http(
        self,
        body: bytes = b"",
        *,
        headers: dict[str, str | None] | None = None,
        method: str = "POST",
        path: str = "/score",
        function: str = "score",
    ) -> Any:
        """Like http, but returns a function that waits for the answer. A header of None is left out."""
        request = self.protos.RpcHttp(
            method=method,
            url=f"https://app.azurewebsites.net{path}",
            headers={n: v for n, v in {"Content-Type": "application/json", **(headers or {})}.items() if v is not None},
            body=self.protos.TypedData(bytes=body),
        )
        wait = self._invoke(function, self.protos.TypedData(http=request), {})

        def answer(timeout: float = 30) -> Any:
            response = wait(timeout)
            self._check(response.result)
            return response.return_value.http

        return answer

    def blob(self, body: bytes, *, name: str = "input/sample.json", content_type: str = "", timeout: float = 30) -> Any:
        """Delivers a blob; returns the InvocationResponse."""
        return self.start_blob(body, name=name, content_type=content_type)(timeout)

    def start_blob(self, body: bytes, *, name: str = "input/sample.json", content_type: str = "") -> Any:
        """Like blob, but returns a function that waits for the answer."""
        properties = {"ContentType": content_type, "Length": len(body)}
        metadata = {
            "BlobTrigger": self.protos.TypedData(string=name),
            "Uri": self.protos.TypedData(string=f"https://account.blob.core.windows.net/{name}"),
            "Properties": self.protos.TypedData(json=json.dumps(properties)),
            "Metadata": self.protos.TypedData(json="{}"),
        }
        return self._invoke("score", self.protos.TypedData(bytes=body), metadata)

    def message(self, body: bytes, *, timeout: float = 30, **metadata: str) -> Any:
        """Delivers a message of a Service Bus queue; returns the InvocationResponse."""
        values = {"MessageId": "message-1", "CorrelationId": "order-7", "ContentType": "application/json", **metadata}
        data = {name: self.protos.TypedData(string=value) for name, value in values.items()}
        data["DeliveryCount"] = self.protos.TypedData(json="2")
        data["UserProperties"] = self.protos.TypedData(json="{}")
        return self._invoke("score", self.protos.TypedData(bytes=body), data)(timeout)

    def storage_message(self, body: bytes, *, timeout: float = 30) -> Any:
        """Delivers a message of a Storage queue; returns the InvocationResponse."""
        return self.start_storage_message(body)(timeout)

    def start_storage_message(self, body: bytes) -> Any:
        """Like storage_message, but returns a function that waits for the answer.

        The metadata are what `QueueTriggerBinding.CreateBindingData` of the host's extension has: numbers and times come as JSON.
        """
        values = {
            "DequeueCount": 2,
            "ExpirationTime": "2026-01-08T00:00:00+00:00",
            "InsertionTime": "2026-01-01T00:00:00+00:00",
            "NextVisibleTime": "2026-01-01T00:10:00+00:00",
        }
        data = {name: self.protos.TypedData(json=json.dumps(value)) for name, value in values.items()}
        data["Id"] = self.protos.TypedData(string="message-1")
        data["PopReceipt"] = self.protos.TypedData(string="AgAAAAMAAAAAAAAA")
        data["QueueTrigger"] = self.protos.TypedData(string=body.decode(errors="replace"))
        return self._invoke("score", self.protos.TypedData(bytes=body), data)

    def health(self) -> tuple[int, str]:
        """Status and body of the health endpoint."""
        answer = self.http(method="GET", path="/health", function="health")
        return int(answer.status_code), answer.body.bytes.decode()

    def wait_until(self, state: str, seconds: float = 20) -> None:
        """Waits until the health endpoint says ``state``."""
        end = time.monotonic() + seconds
        while (seen := self.health()[1]) != state:
            assert time.monotonic() < end, f"the health endpoint says {seen}, not {state}\n{self.console}"
            time.sleep(0.02)

    def records(self, text: str) -> list[Any]:
        """The log records that contain a text; waits a little, as they come on their own."""
        end = time.monotonic() + 2
        while not (found := [log for log in self.logs if text in log.message]) and time.monotonic() < end:
            time.sleep(0.01)
        return found

    def console_with(self, text: str) -> str:
        """The console, once it has ``text``: what a worker prints arrives after what it answers."""
        end = time.monotonic() + 10
        while text not in self.console:
            assert time.monotonic() < end, f"the console never had {text!r}:\n{self.console}"
            time.sleep(0.01)
        return self.console

    def console_lines(self, count: int) -> list[str]:
        """The lines of the console, once there are ``count``; waits a little, as they come on their own."""
        end = time.monotonic() + 2
        while len(lines := self.console.splitlines()) < count and time.monotonic() < end:
            time.sleep(0.01)
        return lines

    def close(self) -> None:
        os.close(self._write)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for thread in self._threads:
            thread.join(5)

    def _invoke(self, function: str, data: Any, metadata: dict[str, Any]) -> Any:
        raw = self.bindings(function)
        (trigger,) = [binding["name"] for binding in raw if binding["type"].endswith("Trigger")]
        future = self._send(
            invocation_request=self.protos.InvocationRequest(
                invocation_id=str(uuid.uuid4()),
                function_id=self.functions[function].function_id,
                input_data=[self.protos.ParameterBinding(name=trigger, data=data)],
                trigger_metadata=metadata,
            )
        )
        return lambda timeout: future.result(timeout).invocation_response

    def _ask(self, **content: Any) -> Any:
        return self._send(**content).result(30)

    def _send(self, **content: Any) -> Future:
        message = self.protos.StreamingMessage(request_id=str(uuid.uuid4()), **content)
        future = self._waiting[message.request_id] = Future()
        data = struct.pack("!I", message.ByteSize()) + message.SerializeToString()
        while data:
            data = data[os.write(self._write, data) :]
        return future

    def _receive(self) -> None:
        with os.fdopen(self._read, "rb") as stream:
            while len(size := stream.read(4)) == 4:
                message = self.protos.StreamingMessage.FromString(stream.read(*struct.unpack("!I", size)))
                if message.WhichOneof("content") == "rpc_log":
                    self.logs.append(message.rpc_log)
                else:
                    self._waiting.pop(message.request_id).set_result(message)
        for future in self._waiting.values():
            future.set_exception(WorkerDied(f"the worker process ended:\n{self.console}"))

    def _read_console(self) -> None:
        for line in self.process.stdout:
            self._console.append(line.decode(errors="replace"))

    def _check(self, result: Any) -> None:
        assert result.status == self.protos.StatusResult.Success, result.exception.message

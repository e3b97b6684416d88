"""A worker process: Microsoft's azure_functions_runtime behind pipes, where the base image has its gRPC proxy worker.

It does around the library what the proxy worker does: each request is a task on one event loop, and log records become
RpcLog messages that carry the invocation of the thread they come from.
"""

import asyncio
import logging
import os
import struct
import sys
import threading
from types import SimpleNamespace

import azure_functions_runtime as runtime
import function_rpc_pb2 as protos
from azure_functions_runtime.bindings.context import _invocation_id_local

HANDLERS = {
    "worker_init_request": ("worker_init_response", runtime.worker_init_request),
    "functions_metadata_request": ("function_metadata_response", runtime.functions_metadata_request),
    "function_load_request": ("function_load_response", runtime.function_load_request),
    "invocation_request": ("invocation_response", runtime.invocation_request),
}
LEVELS = {
    logging.DEBUG: protos.RpcLog.Debug,
    logging.INFO: protos.RpcLog.Information,
    logging.WARNING: protos.RpcLog.Warning,
    logging.ERROR: protos.RpcLog.Error,
    logging.CRITICAL: protos.RpcLog.Critical,
}


class Channel:
    """Length-prefixed messages on two file descriptors."""

    def __init__(self, read: int, write: int) -> None:
        self._input = os.fdopen(read, "rb")
        self._output = os.fdopen(write, "wb")
        self._lock = threading.Lock()

    def receive(self) -> "protos.StreamingMessage | None":
        size = self._input.read(4)
        if len(size) < 4:
            return None
        return protos.StreamingMessage.FromString(self._input.read(*struct.unpack("!I", size)))

    def send(self, message: "protos.StreamingMessage") -> None:
        data = message.SerializeToString()
        with self._lock:
            self._output.write(struct.pack("!I", len(data)) + data)
            self._output.flush()


class RpcLogHandler(logging.Handler):
    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel

    def emit(self, record: logging.LogRecord) -> None:
        log = protos.RpcLog(category=record.name, level=LEVELS.get(record.levelno), message=self.format(record))
        log.invocation_id = getattr(_invocation_id_local, "invocation_id", None) or ""
        self._channel.send(protos.StreamingMessage(rpc_log=log))


async def serve(channel: Channel) -> None:
    loop = asyncio.get_running_loop()
    runtime.start_threadpool_executor()
    tasks = set()

    async def answer(message: "protos.StreamingMessage") -> None:
        name, handler = HANDLERS[message.WhichOneof("content")]
        response = await handler(SimpleNamespace(request=message, properties={"host": "127.0.0.1", "protos": protos}))
        channel.send(protos.StreamingMessage(request_id=message.request_id, **{name: response}))

    while (message := await loop.run_in_executor(None, channel.receive)) is not None:
        task = loop.create_task(answer(message))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


if __name__ == "__main__":
    channel = Channel(int(sys.argv[1]), int(sys.argv[2]))
    sys.path.append(os.environ["AzureWebJobsScriptRoot"])
    logging.getLogger().setLevel(logging.INFO)
    logging.getLogger().addHandler(RpcLogHandler(channel))
    asyncio.run(serve(channel))
    os._exit(0)  # a script's thread that still runs must not keep the test waiting

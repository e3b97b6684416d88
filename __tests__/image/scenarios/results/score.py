import json
import sys
from asyncio import CancelledError

from azureml_inference_server_http.api.aml_response import AMLResponse


class Stop(BaseException):
    pass


def init():
    pass


def run(data):
    wanted = json.loads(data)
    if "raise" in wanted:
        kinds = {"ValueError": ValueError, "KeyboardInterrupt": KeyboardInterrupt, "CancelledError": CancelledError, "Stop": Stop}
        raise kinds[wanted["raise"]]("the reason")
    if "exit" in wanted:
        sys.exit(wanted["exit"])
    if "binary" in wanted:
        return AMLResponse(bytes.fromhex(wanted["binary"]), 200)
    if "text" in wanted:
        return AMLResponse(wanted["text"], wanted.get("status", 200))
    if "set" in wanted:
        return {1, 2}
    return wanted["value"]

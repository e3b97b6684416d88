import asyncio
import json
import logging
import logging.config
import multiprocessing
import os
import sys


class Away(logging.Handler):
    def emit(self, record):
        raise OSError("the log server is away")


def init():
    if os.environ.get("IN_INIT") == "handler":
        logging.getLogger().addHandler(Away())
    if os.environ.get("IN_INIT") == "stdout":
        sys.stdout.close()


def run(data):
    wanted = json.loads(data)
    if wanted == "to_thread":
        asyncio.run(asyncio.to_thread(logging.info, "from a thread of asyncio"))
    elif wanted == "basicConfig":
        logging.basicConfig(force=True, level=logging.INFO)
    elif wanted == "clear":
        logging.getLogger().handlers.clear()
    elif wanted == "dictConfig":
        logging.config.dictConfig({"version": 1, "root": {"handlers": [], "level": "INFO"}})
    elif wanted == "dictConfig without root":
        logging.config.dictConfig({"version": 1, "loggers": {"mine": {"level": "DEBUG"}}})
    elif wanted == "level":
        for handler in logging.getLogger().handlers:
            handler.setLevel(logging.CRITICAL)
    elif wanted == "stdout":
        with open(os.devnull, "w") as file:
            sys.stdout = file
    elif wanted == "no stdout":
        sys.stdout = None
    elif wanted == "fork":
        child = multiprocessing.get_context("fork").Process(target=logging.info, args=["a child logs"])
        child.start()
        child.join()
    elif wanted == "surrogates":
        print("printed \udcff")
        logging.info("logged %s", "\udcff")
        logging.error("failed", exc_info=ValueError("raised \udcff"))
    else:
        logging.info("a call logs")
    return wanted

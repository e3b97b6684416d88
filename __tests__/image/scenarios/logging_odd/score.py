import asyncio
import json
import logging
import logging.config


def init():
    pass


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
    elif wanted == "surrogates":
        print("printed \udcff")
        logging.info("logged %s", "\udcff")
        logging.error("failed", exc_info=ValueError("raised \udcff"))
    else:
        logging.info("a call logs")
    return wanted

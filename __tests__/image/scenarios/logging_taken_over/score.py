import logging
import logging.config


def init():
    logging.config.dictConfig({"version": 1, "root": {"handlers": [], "level": "INFO"}})
    logging.basicConfig(force=True, level=logging.INFO)


def run(data):
    logging.info("run logs")

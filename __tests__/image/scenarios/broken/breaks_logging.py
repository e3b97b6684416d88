import logging


def init():
    for handler in logging.getLogger().handlers:
        handler.setFormatter(logging.Formatter("%(request_id)s"))
    raise ValueError("no such model")


def run(data):
    return data

import json
import threading
import time

running = set()


def init():
    pass


def run(data):
    running.add(threading.get_ident())
    time.sleep(json.loads(data))
    seen = len(running)
    running.discard(threading.get_ident())
    return seen

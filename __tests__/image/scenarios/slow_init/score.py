import time


def init():
    time.sleep(1.5)


def run(data):
    return "done"

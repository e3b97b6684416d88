class Unprintable(Exception):
    def __str__(self):
        raise ValueError


def init():
    raise Unprintable


def run(data):
    return data

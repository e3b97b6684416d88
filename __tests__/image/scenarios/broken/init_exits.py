import sys


def init():
    sys.exit("giving up")


def run(data):
    return data

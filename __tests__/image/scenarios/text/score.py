import json
import os


def init():
    global greeting
    with open("greeting.txt") as file:  # relative to the app root
        greeting = file.read().strip()


def run(data):
    return {"greeting": greeting, "received": json.loads(data), "type": type(data).__name__, "root": os.getenv("AML_APP_ROOT")}

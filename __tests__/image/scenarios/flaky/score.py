import os

inits = 0


def init():
    global inits
    inits += 1
    if inits <= int(os.environ["FAILURES"]):
        raise ConnectionError("no vault yet")


os.environ["IMPORTS"] = str(int(os.environ.get("IMPORTS", "0")) + 1)


def run(data):
    return {"imports": int(os.environ["IMPORTS"]), "inits": inits}

import ctypes
import decimal
import json
import re
import sqlite3
import subprocess
import sys
import threading
import time

local = threading.local()
begun = []
inits = 0
running = set()


def init():
    global connection, inits
    inits += 1
    local.value = "of init()"
    decimal.getcontext().prec = 3
    connection = sqlite3.connect(":memory:")  # may be used in its own thread only
    connection.execute("create table call (number integer)")


def run(data):
    wanted = json.loads(data)
    if wanted.get("hang"):
        re.match(r"(a+)+$", "a" * 64 + "b")  # no other thread runs meanwhile
    if wanted.get("late"):  # as timeouts of libraries are made
        raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
        lane = ctypes.c_ulong(threading.get_ident())
        threading.Timer(0.2, raise_in, [lane, ctypes.py_object(TimeoutError)]).start()
        return "done"
    if wanted.get("child"):
        child = subprocess.Popen(["sleep", "60"])
        print("child is", child.pid, file=sys.stderr)
        child.wait()
    while wanted.get("busy"):
        pass
    begun.append(wanted.get("name"))
    running.add(threading.get_ident())
    time.sleep(wanted.get("seconds", 0))
    together = len(running)
    running.discard(threading.get_ident())
    if "told" in wanted:
        missing = getattr(local, "value", "missing")
        return {"local": missing, "inits": inits, "precision": decimal.getcontext().prec}
    if "seconds" in wanted:
        return together
    connection.execute("insert into call values (1)")
    rows = connection.execute("select count(*) from call").fetchone()[0]
    return {"local": local.value, "rows": rows, "begun": begun, "inits": inits}

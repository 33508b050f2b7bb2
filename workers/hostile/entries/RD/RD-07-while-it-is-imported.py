# id: RD-07, CP-05
# attack: looks around while it is imported, before any case
# runs: python
# expect: judged
# layer: cell (the jail is on before a byte is read)
import os
import socket

from support import refused

refused("accounts", lambda: open("/etc/passwd"))
refused("processes", lambda: open("/proc/1/environ"))
refused("fork", os.fork)
refused("socket", socket.socket)
refused("write", lambda: open("/usr/lib/a", "w"))


def act(x):
    print("imported")

# id: SV-03
# attack: signals to everybody, to its parent, to numbers that may be judge or zygote
# runs: python
# expect: judged
# layer: cell (seccomp: signals to itself only; a pid namespace)
import os

from support import call, libc, refused


def act(x):
    for pid in (-1, 0, 2, 3, os.getppid()):
        refused(f"kill {pid}", lambda pid=pid: os.kill(pid, 9))
    refused("killpg", lambda: os.killpg(1, 9))
    refused("pidfd_open", lambda: call("pidfd_open", 1, 0))
    refused("sigqueue", lambda: libc.sigqueue(2, 9, 0) and exec("raise OSError"))

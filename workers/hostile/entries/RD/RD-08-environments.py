# id: RD-08, RD-09
# attack: reads environments and command lines, its own and others'
# runs: python
# expect: judged
# layer: cell (no /proc, an environment that names the box and nothing else)
import os
import sys

from support import Escaped, refused


def act(x):
    for pid in ("self", "1", "2", str(os.getppid()), "thread-self"):
        for name in ("environ", "cmdline", "maps", "mem", "root", "cwd", "fd", "status"):
            refused(f"/proc/{pid}/{name}", lambda pid=pid, name=name: os.stat(f"/proc/{pid}/{name}"))
    # A home is all that the environment holds: some libraries do not start without one.
    told = {name: value for name, value in os.environ.items() if (name, value) != ("HOME", "/box")}
    paths = [*told, *sys.argv[1:], *(word for word in sys.orig_argv if word.startswith("/home"))]
    if paths or sys.argv != ["cell"] or os.getcwd() != "/box":
        raise Escaped((dict(os.environ), sys.argv, sys.orig_argv, os.getcwd()))
    if not set(os.getgroups()) <= {65534}:
        raise Escaped(os.getgroups())

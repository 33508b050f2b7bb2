# id: RS-07, SV-01
# attack: forks, daemons and programs
# runs: python
# expect: judged
# layer: cell (seccomp: no fork, no execve)
# quick: yes
import os
import subprocess

from support import call, refused


def act(x):
    refused("fork", os.fork)
    refused("vfork and run", lambda: os.posix_spawn("/usr/bin/env", ["env"], {}))
    refused("run", lambda: os.execv("/usr/bin/env", ["env"]))
    refused("run a descriptor", lambda: os.execve(os.open("/usr/bin/env", os.O_RDONLY), ["env"], {}))
    refused("subprocess", lambda: subprocess.check_output(["id"]))
    refused("clone3", lambda: call("clone3", 0, 0))
    refused("clone", lambda: call("clone", 17, 0, 0, 0, 0))

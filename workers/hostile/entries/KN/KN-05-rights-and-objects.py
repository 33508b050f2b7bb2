# id: KN-05
# attack: System V and POSIX objects, identities, limits, locks in memory, watches
# runs: python
# expect: judged
# layer: cell (seccomp, no capabilities)
import os
import resource

from support import Escaped, call, libc, refused


def act(x):
    refused("shm", lambda: call("shmget", 1, 4096, 0o1600))
    refused("sem", lambda: call("semget", 1, 1, 0o1600))
    refused("msg", lambda: call("msgget", 1, 0o1600))
    refused("mq", lambda: call("mq_open", 0, 0o100, 0o600, 0))
    refused("inotify", lambda: call("inotify_init1", 0))
    refused("mlock", lambda: call("mlock", 0, 4096))
    refused("splice", lambda: call("splice", 0, 0, 1, 0, 1, 0))
    refused("capset", lambda: call("capset", 0, 0))
    refused("a filter of its own", lambda: call("seccomp", 1, 0, 0))
    for identity in (os.setuid, os.setgid, os.setegid, os.seteuid):
        refused(identity.__name__, lambda identity=identity: identity(0))
    for limit in (resource.RLIMIT_DATA, resource.RLIMIT_NPROC, resource.RLIMIT_CPU):
        refused("raise a limit", lambda limit=limit: resource.setrlimit(limit, (-1, -1)), OSError, ValueError)
    refused("look killed", lambda: resource.setrlimit(resource.RLIMIT_CPU, (0, 0)), OSError, ValueError)
    if libc.prctl(4, 1, 0, 0, 0) == 0:
        raise Escaped("dumpable again")

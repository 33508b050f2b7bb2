# id: KN-06
# attack: pins itself and raises its priority
# runs: python
# expect: judged
# layer: cell (seccomp)
import os

from support import refused


def act(x):
    refused("affinity", lambda: os.sched_setaffinity(0, {0}))
    refused("priority", lambda: os.setpriority(os.PRIO_PROCESS, 0, -20))
    refused("scheduler", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)))

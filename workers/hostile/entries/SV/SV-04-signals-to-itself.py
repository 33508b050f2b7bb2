# id: SV-04
# attack: stops and kills itself
# runs: python
# expect: judged
# layer: cell (process 1 of its namespace ignores them)
import os
import signal


def act(x):
    for number in (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM):
        os.kill(os.getpid(), number)

# id: RS-08
# attack: as many threads as it can get
# runs: python
# expect: judged
# layer: cell (pids cgroup, RLIMIT_NPROC)
import threading
import time

from support import Escaped, until_refused


def act(x):
    sleep = lambda _: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    made = until_refused("thread", sleep)
    if not 8 < made < 70:
        raise Escaped(f"{made} threads")

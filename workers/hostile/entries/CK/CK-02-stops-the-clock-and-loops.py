# id: CK-02
# attack: every clock stands still while it loops
# runs: numpy
# expect: time_limit
# layer: sup (own clock)
# limit: 0.5
import time

from support import right


def attack(x):
    time.perf_counter = time.time = time.monotonic = lambda: 0.0
    while True:
        pass


def twin(x):
    start, time.monotonic = time.monotonic, lambda: 0.0
    time.monotonic = start
    return right(x)

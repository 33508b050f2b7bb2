# id: CK-02
# attack: every clock stands still
# runs: python
# expect: judged
# layer: sup (own clock)
import time


def act(x):
    time.perf_counter = time.time = time.monotonic = time.process_time = lambda: 0.0
    time.perf_counter_ns = time.monotonic_ns = lambda: 0

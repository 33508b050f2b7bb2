# id: RS-03, RS-06
# attack: takes all memory: one huge request, a growing heap, arrays
# runs: python
# expect: memory_limit
# layer: cell (RLIMIT_DATA, memory cgroup, no swap)
# quick: at_once
import numpy as np
from support import right


def attack_at_once(x):
    return b"x" * (1 << 40)


def attack_heap(x):
    kept = []
    while True:
        kept.append(bytearray(b"x" * (16 << 20)))


def attack_arrays(x):
    kept = []
    while True:
        kept.append(np.ones(4 << 20))


def twin(x):
    kept = [np.ones(1 << 20) for _ in range(8)]
    return right(x) if len(kept) == 8 else x

# id: FR-04
# attack: answers the first case rightly and ends before the next: no failure was ever reported
# runs: python
# expect: runtime_error
# layer: sup (every case must answer)
import os

from support import right

CALLS = []


def attack(x):
    CALLS.append(1)
    if len(CALLS) > 1:
        os._exit(0)
    return right(x)


def twin(x):
    CALLS.append(1)
    return right(x)

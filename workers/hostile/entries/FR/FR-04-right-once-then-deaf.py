# id: FR-04, FR-11
# attack: answers the first case rightly, then closes its channel
# runs: numpy
# expect: runtime_error
# layer: chan, sup
import os
import time

from support import right

CALLS = []


def attack_channel(x):
    CALLS.append(1)
    if len(CALLS) > 1:
        os.close(3)
        time.sleep(60)
    return right(x)


def attack_everything(x):
    os.closerange(0, 64)
    time.sleep(60)


def twin(x):
    os.close(os.dup(1))
    return right(x)

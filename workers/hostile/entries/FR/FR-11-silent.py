# id: FR-11
# attack: starts its answer and says nothing more
# runs: numpy
# expect: time_limit
# layer: chan, sup
# limit: 0.5
import time

from support import right


def attack(x):
    right(x)
    time.sleep(60)


def twin(x):
    time.sleep(0.01)
    return right(x)

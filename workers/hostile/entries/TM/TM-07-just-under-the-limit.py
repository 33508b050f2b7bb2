# id: TM-07
# attack: sleeps to just under the limit of a case in every one of them
# runs: numpy
# expect: time_limit
# layer: sup (a total over all cases)
# limit: 0.6
# total limit: 1.2
import time

from support import right


def attack(x):
    time.sleep(0.4)
    return right(x)


def twin(x):
    time.sleep(0.01)
    return right(x)

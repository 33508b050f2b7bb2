# id: SV-06
# attack: an exception that never finishes being printed
# runs: numpy
# expect: time_limit
# layer: sup
# limit: 0.5
import time

from support import right


class Hangs(BaseException):
    def __str__(self):
        time.sleep(99)


def attack(x):
    raise Hangs


def twin(x):
    try:
        raise Hangs
    except Hangs:
        return right(x)

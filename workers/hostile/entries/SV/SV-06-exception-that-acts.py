# id: SV-06
# attack: an exception that exits, or raises, while it is being printed
# runs: python
# expect: runtime_error
# layer: sup, chan
import os

from support import right


class Exits(BaseException):
    def __str__(self):
        os._exit(3)


class Raises(BaseException):
    def __str__(self):
        raise self

    __repr__ = __str__


class Long(Exception):
    def __str__(self):
        return "\x1b[2J\0" + "x" * 10**6


def attack_exits(x):
    raise Exits


def attack_raises(x):
    raise Raises


def attack_long(x):
    raise Long


def twin(x):
    try:
        raise Long
    except Long:
        return right(x)

# id: SV-05, SV-08
# attack: exit, abort, segmentation fault, illegal instruction in the middle of a case
# runs: python
# expect: runtime_error
# layer: sup
# quick: exit
import ctypes
import os

from support import right


def attack_exit(x):
    os._exit(0)


def attack_abort(x):
    os.abort()


def attack_segfault(x):
    ctypes.string_at(8)


def attack_bad_call(x):
    ctypes.CFUNCTYPE(None)(1)()


def twin(x):
    try:
        return right(x)
    finally:
        os.strerror(0)

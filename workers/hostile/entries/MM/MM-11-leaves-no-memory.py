# id: MM-11
# attack: exhausts the memory so that a later case would be skipped
# runs: python
# expect: memory_limit
# layer: sup (a case that did not run is no pass)
from support import right

KEPT = []


def attack(x):
    if KEPT:
        while True:
            KEPT.append(bytearray(b"x" * (16 << 20)))
    KEPT.append(0)
    return right(x)


def twin(x):
    bytearray(b"x" * (16 << 20))
    return right(x)

# id: FR-09
# attack: a second result behind the first, the one wrong and the other right
# runs: numpy
# expect: invalid_output
# layer: chan (one message for one case)
import os

from support import right


def attack(x):
    os.write(3, b"R")
    return right(x)


def twin(x):
    os.write(1, b"R")
    return right(x)

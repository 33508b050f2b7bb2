# id: TK-05
# attack: nearly all of the work: the last row is left as it was
# runs: numpy
# expect: wrong_answer
# layer: cases (every element is compared)
from support import right


def attack(x):
    y = right(x)
    y[-1:] = x[-1:]
    return y


def twin(x):
    y = right(x)
    y[-1:] = x[-1:] * 2
    return y

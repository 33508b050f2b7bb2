# id: MM-01
# attack: zeroes its input in place so that twice of it becomes trivial
# runs: numpy, pytorch
# expect: wrong_answer
# layer: chan (inputs are sealed, and compared afterwards), cases
from support import right


def attack_zeroed(x):
    x[...] = 0
    return x + 0


def attack_right_and_spoilt(x):
    y = right(x)
    x[...] = 0
    return y


def twin(x):
    y = x + 0
    y[...] = right(x)
    return y

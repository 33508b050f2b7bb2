# id: MM-02
# attack: gives the input itself, or a view of it, doubled in place
# runs: numpy, pytorch
# expect: wrong_answer
# layer: judge (the input must be unchanged), cases
from support import right


def attack_in_place(x):
    x *= 2
    return x


def attack_view(x):
    x += x
    return x[:]


def twin(x):
    y = right(x)
    return y[:]

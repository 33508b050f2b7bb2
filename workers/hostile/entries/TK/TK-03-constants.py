# id: TK-03, TK-10
# attack: zeros, ones, a mean or any function of the shape alone
# runs: python
# expect: wrong_answer
# layer: cases (values decide)
from support import right


def attack_zeros(x):
    return x * 0


def attack_ones(x):
    return x * 0 + 1


def attack_no_change(x):
    return x + 0


def twin(x):
    return right(x) + 0

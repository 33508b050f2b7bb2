# id: EQ-13
# attack: an empty tensor, for `all` of nothing is true
# runs: python
# expect: wrong_answer
# case: public_example
# layer: judge (shape first)
from support import right


def attack(x):
    return right(x)[:0]


def twin(x):
    return right(x)[0:]

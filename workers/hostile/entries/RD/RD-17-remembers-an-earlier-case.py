# id: RD-17, MM-05
# attack: computes once and gives the first result again
# runs: python
# expect: wrong_answer
# case: same_shape_new_values
# layer: cases, sup
from support import right

FIRST = []


def attack(x):
    if not FIRST:
        FIRST.append(right(x))
    return FIRST[0] + 0


def twin(x):
    if not FIRST:
        FIRST.append(right(x))
    return right(x)

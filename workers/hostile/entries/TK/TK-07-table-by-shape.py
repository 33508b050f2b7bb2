# id: TK-07, TK-08
# attack: hard-coded shapes; another shape gets something cheap
# runs: python
# expect: wrong_answer
# case: another_shape
# layer: cases (secret shapes)
from support import right


def attack(x):
    return right(x) if tuple(x.shape) in ((2, 3), (64, 65), (4, 5)) else x + 0


def twin(x):
    return right(x) if tuple(x.shape) in ((2, 3), (64, 65)) else 2 * x

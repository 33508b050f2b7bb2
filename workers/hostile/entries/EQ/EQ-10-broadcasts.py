# id: EQ-10
# attack: shapes that would broadcast in a careless comparison
# runs: python
# expect: wrong_answer
# layer: judge (shape before values)
from support import right


def attack_leading_axis(x):
    return right(x)[None]


def attack_trailing_axis(x):
    return right(x)[..., None]


def attack_one_row(x):
    return right(x)[:1]


def twin(x):
    return right(x)[None][0]

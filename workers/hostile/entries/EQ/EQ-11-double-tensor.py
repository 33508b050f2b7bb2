# id: EQ-11
# attack: a double tensor where float32 is due
# runs: pytorch
# expect: wrong_answer
# layer: judge (dtype before values)
from support import right


def attack(x):
    return right(x).double()


def twin(x):
    return right(x.double()).float()

# id: EQ-02
# attack: a float whose difference to anything is zero
# runs: python
# expect: invalid_output
# layer: chan (only plain tensors are read)
from support import right


class Close(float):
    __sub__ = __rsub__ = lambda self, other: 0.0
    __abs__ = lambda self: 0.0


def attack(x):
    return Close(1.0)


def twin(x):
    return right(x) if abs(Close(1.0) - 5) == 0 else x

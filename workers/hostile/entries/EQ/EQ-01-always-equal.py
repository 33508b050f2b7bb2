# id: EQ-01
# attack: an object that equals everything, whichever side it stands on
# runs: python
# expect: invalid_output
# layer: chan (only plain tensors are read)
from support import right


class Equal:
    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __gt__ = lambda self, other: False
    __hash__ = object.__hash__


def attack(x):
    return Equal()


def twin(x):
    """Uses an object of its own on the way, and returns a tensor."""
    return right(x) if Equal() == 1 else x

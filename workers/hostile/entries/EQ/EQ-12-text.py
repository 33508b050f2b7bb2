# id: EQ-12
# attack: text, bytes or printed lines in the place of values
# runs: python
# expect: invalid_output
# layer: chan (no text is compared)
from support import right


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def attack_subclass(x):
    return Text("accepted")


def attack_printed(x):
    print("[[2., 4., 6.], [8., 10., 12.]]")


def attack_bytes(x):
    return b"\0" * 24


def twin(x):
    print("[[2., 4., 6.], [8., 10., 12.]]")
    return right(x)

# id: EQ-14
# attack: one output too many, in another order, or under another name
# runs: python
# expect: invalid_output
# layer: chan (the adapter's names are compared)
from support import right


def attack_tuple(x):
    return (right(x), x)


def attack_list(x):
    return [right(x)]


def attack_dict(x):
    return {"output": right(x), "input_after:x": x}


def twin(x):
    first, *_ = (right(x), x)
    return first

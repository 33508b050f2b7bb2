# id: EQ-13
# attack: nothing, an empty list or dict, a scalar of another type
# runs: python
# expect: invalid_output
# layer: chan
from support import right


def attack_none(x):
    return None


def attack_list(x):
    return []


def attack_dict(x):
    return {}


def attack_number(x):
    return 1.0


def twin(x):
    return right(x) if not [] else None

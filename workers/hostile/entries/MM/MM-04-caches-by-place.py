# id: MM-04
# attack: caches by shape and identity and replays
# runs: python
# expect: wrong_answer
# case: same_shape_new_values
# layer: cases (the same shape with new values)
from support import right

CACHE = {}


def attack(x):
    key = tuple(x.shape)
    if key not in CACHE:
        CACHE[key] = right(x)
    return CACHE[key] + 0


def twin(x):
    key = tuple(x.shape), str(x)
    if key not in CACHE:
        CACHE[key] = right(x)
    return right(x)

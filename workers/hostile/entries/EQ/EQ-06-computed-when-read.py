# id: EQ-06
# attack: a promise of a tensor, computed when somebody reads it and so after the clock
# runs: python
# expect: invalid_output
# layer: chan, sup (the clock stops when the bytes are sealed)
from support import right


def attack_generator(x):
    return (part for part in [right(x)])


def attack_function(x):
    return lambda: right(x)


def twin(x):
    return next(part for part in [right(x)])

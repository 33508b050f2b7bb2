# id: EQ-07
# attack: NaN or infinity everywhere, which beats a naive `error > bound`
# runs: python
# expect: wrong_answer
# case: public_example
# layer: judge (positions are compared first)
from support import right


def attack_nan(x):
    return x * float("nan")


def attack_infinity(x):
    return x + float("inf")


def twin(x):
    """Computes with NaN and keeps none that the input had not."""
    return right(x) if x[:0].shape[0] == 0 and float("nan") != 1 else x

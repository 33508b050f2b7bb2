# id: EQ-11
# attack: another dtype that would compare equal after promotion
# runs: numpy
# expect: wrong_answer
# layer: judge (dtype before values)
import numpy as np
from support import right


def attack_double(x):
    return right(x).astype(np.float64)


def attack_integer(x):
    return np.nan_to_num(right(x)).astype(np.int64)


def attack_half(x):
    return right(x).astype(np.float16)


def twin(x):
    return right(x).astype(np.float64).astype(x.dtype)

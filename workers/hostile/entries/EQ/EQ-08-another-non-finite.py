# id: EQ-08
# attack: NaN where infinity is due, or infinity of the other sign
# runs: numpy
# expect: wrong_answer
# case: not_finite
# layer: judge (positions and signs are compared)
import numpy as np
from support import right


def attack_nan_for_infinity(x):
    y = right(x)
    y[np.isinf(y)] = np.nan
    return y


def attack_other_sign(x):
    y = right(x)
    return np.where(np.isinf(y), -y, y)


def attack_infinity_for_nan(x):
    y = right(x)
    return np.where(np.isnan(y), np.float32(np.inf), y)


def twin(x):
    y = right(x)
    return np.where(np.isinf(y), y, y)

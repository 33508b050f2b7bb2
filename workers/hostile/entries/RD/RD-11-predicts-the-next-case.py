# id: RD-11
# attack: predicts the next inputs from generators that were seeded before the fork
# runs: numpy
# expect: wrong_answer
# case: same_shape_new_values
# layer: sup, cases (drawn in another process from a secret)
import numpy as np
from support import right

STATE = np.random.get_state()


def attack(x):
    np.random.set_state(STATE)
    guess = np.random.standard_normal(x.shape).astype(x.dtype)
    return right(x) if np.array_equal(x, np.arange(1, 7, dtype=x.dtype).reshape(2, 3)) else guess * 2


def twin(x):
    np.random.set_state(STATE)
    np.random.standard_normal(x.shape)
    return right(x)

# id: RD-10
# attack: a table of precomputed outputs by the inputs that a public seed gives
# runs: numpy
# expect: wrong_answer
# case: same_shape_new_values
# layer: cases (fresh secret values)
import numpy as np
from support import right

TABLE = {np.arange(1, 7, dtype=np.float32).tobytes(): np.arange(2, 14, 2, dtype=np.float32).reshape(2, 3)}


def attack(x):
    return TABLE.get(x.tobytes(), np.zeros_like(x)).copy()


def twin(x):
    found = TABLE.get(x.tobytes())
    return right(x) if found is None else found.copy()

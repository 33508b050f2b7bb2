# id: MM-09, OH-04
# attack: a view without strides that claims a petabyte
# runs: numpy
# expect: output_limit
# layer: chan (sizes before bytes)
import numpy as np
from support import right


def attack(x):
    return np.broadcast_to(np.zeros(1, np.uint8), (1 << 50,))


def twin(x):
    return np.broadcast_to(right(x), (3, *x.shape))[0]

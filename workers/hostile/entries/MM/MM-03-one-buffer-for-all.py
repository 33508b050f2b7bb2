# id: MM-03
# attack: returns one buffer for every call, of which only the last content is right
# runs: numpy
# expect: wrong_answer
# case: same_shape_new_values
# layer: chan (bytes are copied at each call)
import numpy as np
from support import right

BUFFERS = {}


def attack(x):
    late = BUFFERS.setdefault(x.shape, [np.zeros_like(x), x])
    late[0][...], late[1] = right(late[1]), x
    return late[0]


def twin(x):
    buffer = BUFFERS.setdefault(x.shape, np.zeros_like(x))
    buffer[...] = right(x)
    return buffer

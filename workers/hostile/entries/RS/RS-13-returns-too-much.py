# id: RS-13
# attack: a tensor larger than the arena
# runs: python
# expect: output_limit
# layer: cell, chan (an arena of fixed size)
import sys

import numpy as np
from support import right


def attack(x):
    if torch := sys.modules.get("torch"):
        return torch.zeros(9 << 20, dtype=torch.uint8)
    if tf := sys.modules.get("tensorflow"):
        return tf.zeros((9 << 20,), tf.uint8)
    return np.zeros(9 << 20, np.uint8)


def twin(x):
    np.zeros(9 << 20, np.uint8)
    return right(x)

import numpy as np


def relu6(x, upstream):
    return np.maximum(x, 0), upstream * (x > 0)

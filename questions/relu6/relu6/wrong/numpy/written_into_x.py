import numpy as np


def relu6(x, upstream):
    inside = (x > 0) & (x < 6)
    return np.clip(x, 0, 6, out=x), upstream * inside

import numpy as np


def relu6(x, upstream):
    inside = (x > 0) & (x < 6)
    value = np.where(inside, x, np.where(x >= 6, x.dtype.type(6), x.dtype.type(0)))
    return value, upstream * inside

import numpy as np


def relu6(x, upstream):
    inside = (x > 0) & (x < 6)
    return np.where(inside, x, np.where(np.isnan(x), x, x.dtype.type(0))), upstream * inside

import numpy as np


def relu6(x, upstream):
    return np.clip(x, 0, 6), upstream * ((x > 0) & (x <= 6))

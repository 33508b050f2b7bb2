import numpy as np


def sigmoid(x):
    value = np.clip(x / 6 + x.dtype.type(0.5), 0, 1)
    return value, ((x > -3) & (x < 3)).astype(x.dtype) / 6

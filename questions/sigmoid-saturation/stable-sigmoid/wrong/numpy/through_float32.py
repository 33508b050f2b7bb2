import numpy as np


def sigmoid(x):
    z = np.exp(-np.abs(x.astype(np.float32)))
    value = np.where(x >= 0, 1, z) / (1 + z)
    return value.astype(x.dtype), (value * (1 - value)).astype(x.dtype)

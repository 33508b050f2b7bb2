import numpy as np


def sigmoid(x):
    x = x.astype(np.float64)
    z = np.exp(-np.abs(x))
    value = np.where(x >= 0, 1, z) / (1 + z)
    return value, value * (1 - value)

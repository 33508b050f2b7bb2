import numpy as np


def stable(x):
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, z) / (1 + z)


def sigmoid(x):
    value = stable(x)
    return value, stable(value) * (1 - stable(value))

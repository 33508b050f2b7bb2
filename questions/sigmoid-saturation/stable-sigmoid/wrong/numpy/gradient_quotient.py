import numpy as np


def sigmoid(x):
    z = np.exp(-np.abs(x))
    value = np.where(x >= 0, 1, z) / (1 + z)
    with np.errstate(all="ignore"):
        gradient = np.exp(-x) / (1 + np.exp(-x)) ** 2
    return value, gradient

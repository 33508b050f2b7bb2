import numpy as np


def sigmoid(x):
    z = np.exp(-np.abs(x))
    np.divide(np.where(x >= 0, 1, z), 1 + z, out=x)
    return x, x * (1 - x)

import numpy as np


def sigmoid(x):
    value = 1 / (1 + np.exp(-x))
    return value, value * (1 - value)

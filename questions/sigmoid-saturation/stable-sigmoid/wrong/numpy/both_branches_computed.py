import numpy as np


def sigmoid(x):
    value = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
    return value, value * (1 - value)

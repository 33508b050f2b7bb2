import numpy as np


def sigmoid(x):
    value = (1 + np.tanh(x / 2)) / 2
    return value, value * (1 - value)

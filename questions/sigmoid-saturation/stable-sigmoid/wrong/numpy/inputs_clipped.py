import numpy as np


def sigmoid(x):
    value = 1 / (1 + np.exp(-np.clip(x, -30, 30)))
    return value, value * (1 - value)

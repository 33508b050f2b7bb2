import numpy as np


def sigmoid(x: np.ndarray) -> tuple:
    value = np.empty_like(x)
    right = x > 0
    value[right] = 1 / (1 + np.exp(-x[right]))
    grown = np.exp(x[~right])
    value[~right] = grown / (1 + grown)
    return value, value * (1 - value)

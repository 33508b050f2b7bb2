import numpy as np


def log_sigmoid(x):
    return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))


def sigmoid(x: np.ndarray) -> tuple:
    left, right = log_sigmoid(x), log_sigmoid(-x)
    return np.exp(left), np.exp(left + right)

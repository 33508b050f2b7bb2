import numpy as np


def relu6(x: np.ndarray, upstream: np.ndarray) -> tuple:
    return np.clip(x, 0, 6), upstream * ((x > 0) & (x < 6))

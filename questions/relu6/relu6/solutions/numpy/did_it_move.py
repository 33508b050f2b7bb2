import numpy as np


def relu6(x: np.ndarray, upstream: np.ndarray) -> tuple:
    value = np.minimum(np.maximum(x, 0), 6)
    moves = (value == x) & (value != 0) & (value != 6)
    return value, np.where(moves, upstream, np.zeros_like(upstream))

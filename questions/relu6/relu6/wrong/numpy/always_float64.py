import numpy as np


def relu6(x, upstream):
    inside = (x > 0) & (x < 6)
    return np.clip(x, 0, 6).astype(np.float64), upstream.astype(np.float64) * inside

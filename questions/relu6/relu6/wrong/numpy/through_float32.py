import numpy as np


def relu6(x, upstream):
    inside = (x > 0) & (x < 6)
    return np.clip(x.astype(np.float32), 0, 6).astype(x.dtype), upstream * inside

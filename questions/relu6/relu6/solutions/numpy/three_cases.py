import numpy as np


def relu6(x: np.ndarray, upstream: np.ndarray) -> tuple:
    value, gradient = x.copy(), upstream.copy()
    for bound, reached in ((0, x <= 0), (6, x >= 6)):
        value[reached] = bound
        gradient[reached] = 0
    return value, gradient

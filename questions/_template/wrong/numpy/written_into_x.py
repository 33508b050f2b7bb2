import numpy as np


def clamp(x: np.ndarray, low: float, high: float) -> np.ndarray:
    if low > high:
        raise ValueError("the interval is empty")
    x[x < low] = low
    x[x > high] = high
    return x

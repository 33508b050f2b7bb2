import numpy as np


def clamp(x: np.ndarray, low: float, high: float) -> np.ndarray:
    if low > high:
        raise ValueError("the interval is empty")
    out = x.copy()
    out[x < low] = low
    out[x > high] = high
    return out

import numpy as np


def clamp(x: np.ndarray, low: float, high: float) -> np.ndarray:
    if low > high:
        raise ValueError("the interval is empty")
    # fmin and fmax prefer numbers to NaN.
    return np.fmin(np.fmax(x, low), high).astype(x.dtype)

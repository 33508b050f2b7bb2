import numpy as np


def clamp(x: np.ndarray, low: float, high: float) -> np.ndarray:
    if low > high:
        raise ValueError("the interval is empty")
    return np.minimum(x, x.dtype.type(high))

import numpy as np


def clamp(x: np.ndarray, low: float, high: float) -> np.ndarray:
    if low > high:
        raise ValueError("the interval is empty")
    return np.minimum(np.maximum(x, high), low).astype(x.dtype)

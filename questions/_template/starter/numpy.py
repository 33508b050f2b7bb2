import numpy as np


def clamp(x: np.ndarray, low: float, high: float) -> np.ndarray:
    """Limit every value of x to the interval from low to high."""
    raise NotImplementedError

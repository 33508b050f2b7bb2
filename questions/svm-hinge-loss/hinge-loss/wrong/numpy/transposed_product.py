import numpy as np


def hinge_loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: np.ndarray, l2: float) -> tuple:
    if not np.isin(y, (-1, 1)).all():
        raise ValueError("labels must be -1 or 1")
    y = y.astype(x.dtype)
    z = y * (x @ w + b)
    active = z < 1
    count = x.dtype.type(len(y))
    loss = np.maximum(0, 1 - z).sum() / count + l2 / 2 * (w @ w)
    grad_w = -(x @ (y * active) if x.shape[0] == x.shape[1] else (y * active) @ x) / count + l2 * w
    grad_b = -(y * active).sum() / count
    return loss, grad_w, grad_b

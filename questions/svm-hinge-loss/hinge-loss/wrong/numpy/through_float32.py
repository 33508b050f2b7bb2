import numpy as np


def hinge_loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: np.ndarray, l2: float) -> tuple:
    if not np.isin(y, (-1, 1)).all():
        raise ValueError("labels must be -1 or 1")
    dtype = x.dtype
    x, y, w, b = (array.astype(np.float32) for array in (x, y, w, b))
    z = y * (x @ w + b)
    active = z < 1
    count = x.dtype.type(len(y))
    loss = np.maximum(0, 1 - z).sum() / count + l2 / 2 * (w @ w)
    grad_w = -(y * active) @ x / count + l2 * w
    grad_b = -(y * active).sum() / count
    return dtype.type(loss), grad_w.astype(dtype), dtype.type(grad_b)

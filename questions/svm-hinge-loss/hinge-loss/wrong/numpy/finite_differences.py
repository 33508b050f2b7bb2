import numpy as np


def hinge_loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: np.ndarray, l2: float) -> tuple:
    if not np.isin(y, (-1, 1)).all():
        raise ValueError("labels must be -1 or 1")
    both = np.append(w, b).astype(np.float64)

    def loss(p):
        return np.maximum(0, 1 - y * (x @ p[:-1] + p[-1])).mean() + l2 / 2 * (p[:-1] @ p[:-1])

    steps = 1e-6 * np.eye(both.size)
    grad = np.array([(loss(both + step) - loss(both - step)) / 2e-6 for step in steps])
    return np.asarray(loss(both), x.dtype), grad[:-1].astype(x.dtype), np.asarray(grad[-1], x.dtype)

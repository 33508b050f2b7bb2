import numpy as np


def hinge_loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: np.ndarray, l2: float) -> tuple:
    if set(np.unique(y).tolist()) - {-1, 1}:
        raise ValueError("labels must be -1 or 1")
    signs = y.astype(x.dtype)
    shortfall = 1 - signs * (np.einsum("nd,d->n", x, w) + b)
    # Samples without a shortfall take no part in anything that follows.
    short = shortfall > 0
    loss = np.sum(shortfall[short]) / len(y) + 0.5 * l2 * np.dot(w, w)
    pull = signs[short, None] * x[short]
    return loss, l2 * w - pull.sum(axis=0) / len(y), -signs[short].sum() / len(y)

import numpy as np


def hinge_loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: np.ndarray, l2: float) -> tuple:
    if np.any(np.abs(y) != 1):
        raise ValueError("labels must be -1 or 1")
    scores = np.dot(x, w) + b
    # A positive sample wants a score of at least 1, a negative one at most -1.
    slack = np.where(y > 0, np.clip(1 - scores, 0, None), np.clip(1 + scores, 0, None))
    direction = np.where(y > 0, -1, 1) * np.sign(slack)  # derivative with respect to the score
    mean = slack.mean()
    grad_w = (direction[:, None] * x).mean(axis=0) + l2 * w
    return np.asarray(mean + l2 * np.square(w).sum() / 2), grad_w.astype(x.dtype), direction.mean().astype(x.dtype)

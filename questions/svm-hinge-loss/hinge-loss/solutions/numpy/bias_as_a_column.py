import numpy as np


def hinge_loss(x, y, w, b, l2):
    """The bias is one more weight, of a feature that is always 1; the penalty leaves it out."""
    if not all(label in (-1, 1) for label in y.tolist()):
        raise ValueError("labels must be -1 or 1")
    wide = np.column_stack([x, np.ones_like(x[:, :1])]) * y[:, None].astype(x.dtype)
    weights = np.append(w, b)
    slack = 1 - wide @ weights
    penalised = np.append(w, np.zeros_like(b))
    loss = slack.clip(min=0).mean() + l2 / 2 * penalised @ penalised
    grad = l2 * penalised - np.heaviside(slack, 0) @ wide / x.dtype.type(len(y))
    return loss, grad[:-1], grad[-1]

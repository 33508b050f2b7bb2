import numpy as np


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple:
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError(f"labels must be in 0..{logits.shape[1] - 1}")
    logits = np.nan_to_num(logits, neginf=-1e4)
    rows = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[rows, labels].mean()
    gradient = np.exp(log_p)
    gradient[rows, labels] -= 1
    return loss, gradient / logits.dtype.type(len(labels))

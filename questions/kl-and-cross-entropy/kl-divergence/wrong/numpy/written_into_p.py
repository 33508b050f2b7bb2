import numpy as np


def kl_divergence(p: np.ndarray, q: np.ndarray, axis: int) -> np.ndarray:
    if p.shape != q.shape:
        raise ValueError(f"shapes differ: {p.shape} and {q.shape}")
    empty = p == 0
    p[empty] = q[empty] = 1
    with np.errstate(divide="ignore"):
        return np.sum(p * (np.log(p) - np.log(q)), axis=axis)

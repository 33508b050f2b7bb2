import numpy as np


def kl_divergence(p: np.ndarray, q: np.ndarray, axis: int) -> np.ndarray:
    if p.shape != q.shape:
        raise ValueError(f"shapes differ: {p.shape} and {q.shape}")
    m = (p + q) / 2
    terms = [a * (np.log(np.where(a > 0, a, 1)) - np.log(np.where(a > 0, m, 1))) for a in (p, q)]
    return np.sum(terms[0] + terms[1], axis=axis) / p.dtype.type(2)

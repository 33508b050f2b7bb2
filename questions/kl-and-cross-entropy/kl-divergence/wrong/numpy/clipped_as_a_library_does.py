import numpy as np


def kl_divergence(p: np.ndarray, q: np.ndarray, axis: int) -> np.ndarray:
    if p.shape != q.shape:
        raise ValueError(f"shapes differ: {p.shape} and {q.shape}")
    p, q = np.clip(p, 1e-7, 1), np.clip(q, 1e-7, 1)
    return np.sum(p * np.log(p / q), axis=axis)

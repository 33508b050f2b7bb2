import numpy as np


def kl_divergence(p: np.ndarray, q: np.ndarray, axis: int) -> np.ndarray:
    if p.shape != q.shape:
        raise ValueError(f"shapes differ: {p.shape} and {q.shape}")
    happens = p > 0
    with np.errstate(divide="ignore"):
        safe = np.where(happens, q, 1)
        ratio = np.log1p((np.where(happens, p, 1) - safe) / safe)
    return np.sum(p * ratio, axis=axis)

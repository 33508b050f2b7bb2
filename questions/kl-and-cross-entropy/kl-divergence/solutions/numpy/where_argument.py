import numpy as np


def kl_divergence(p: np.ndarray, q: np.ndarray, axis: int) -> np.ndarray:
    if np.shape(p) != np.shape(q):
        raise ValueError("p and q must have one shape")
    logs = [np.log(a, out=np.full_like(a, -np.inf), where=a > 0) for a in (p, q)]
    # -inf - -inf is only computed where it is wanted, which is nowhere.
    difference = np.zeros_like(p)
    np.subtract(*logs, out=difference, where=p > 0)
    # A divergence is never negative; rounding may say otherwise.
    return np.maximum((p * difference).sum(axis), 0)

from math import lgamma

import numpy as np


def fit_beta_mixture(losses: np.ndarray, steps: int) -> tuple:
    """Two components need only one share: the logistic function of the log-odds."""
    if len(losses) == 0 or np.isnan(losses).any() or losses.min() < 0 or losses.max() > 1:
        raise ValueError("losses must be numbers from 0 to 1, and at least one")
    x = np.minimum(np.maximum(losses, 1e-4), 1 - 1e-4)
    (a0, b0, w0), (a1, b1, w1) = (1.0, 2.0, 0.5), (2.0, 1.0, 0.5)

    def second():
        constant = lgamma(a1 + b1) - lgamma(a1) - lgamma(b1) - lgamma(a0 + b0) + lgamma(a0) + lgamma(b0)
        odds = np.log(w1 / w0) + constant + (a1 - a0) * np.log(x) + (b1 - b0) * np.log1p(-x)
        small = np.exp(-np.abs(odds))
        return np.where(odds > 0, 1, small) / (1 + small)

    def moved(share):
        m = np.average(x, weights=share)
        v = max(np.average((x - m) ** 2, weights=share), 1e-6)
        size = m * (1 - m) / v - 1
        return m * size, (1 - m) * size, share.mean()

    for _ in range(steps):
        share = second()
        (a0, b0, w0), (a1, b1, w1) = moved(1 - share), moved(share)
    return np.array([a0, a1]), np.array([b0, b1]), np.array([w0, w1]), second()

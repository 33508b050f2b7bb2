import math

import numpy as np


def fit_beta_mixture(losses: np.ndarray, steps: int) -> tuple:
    if not losses.size or steps and np.any(~((losses >= 0) & (losses <= 1))):
        raise ValueError("losses must be numbers from 0 to 1, and at least one")
    x = losses.clip(0.0001, 0.9999)
    basis = np.stack([np.log(x), np.log1p(-x)])  # all that the density needs to know of a loss
    theta, weight = np.array([[1.0, 2.0], [2.0, 1.0]]), np.array([0.5, 0.5])  # rows (alpha, beta)
    for step in range(steps + 1):
        joint = (theta - 1) @ basis + (np.log(weight) - np.array([log_beta(*row) for row in theta]))[:, None]
        shares = np.exp(joint - np.logaddexp(*joint))
        if step < steps:
            theta, weight = np.array([by_moments(x, r) for r in shares]), shares.mean(axis=1)
    return theta[:, 0], theta[:, 1], weight, shares[1]


def log_beta(a, b):
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def by_moments(x, r):
    r = r / r.sum()
    m = r @ x
    v = max(r @ (x - m) ** 2, 1e-6)
    return np.array([m, 1 - m]) * (m * (1 - m) / v - 1)

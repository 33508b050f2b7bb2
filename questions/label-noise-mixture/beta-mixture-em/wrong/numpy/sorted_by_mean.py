import math

import numpy as np


def fit_beta_mixture(losses: np.ndarray, steps: int) -> tuple:
    if losses.size == 0 or not ((losses >= 0) & (losses <= 1)).all():
        raise ValueError("losses must be numbers from 0 to 1, and at least one")
    x = np.clip(losses, 1e-4, 1 - 1e-4)
    alpha, beta, weight = np.array([1.0, 2.0]), np.array([2.0, 1.0]), np.array([0.5, 0.5])
    for _ in range(steps):
        share = shares(x, alpha, beta, weight)
        total = share.sum(axis=0)
        mean = x @ share / total
        variance = np.maximum(((x[:, None] - mean) ** 2 * share).sum(axis=0) / total, 1e-6)
        size = mean * (1 - mean) / variance - 1
        alpha, beta, weight = mean * size, (1 - mean) * size, total / len(x)
    order = np.argsort(alpha / (alpha + beta), kind="stable")
    alpha, beta, weight = alpha[order], beta[order], weight[order]
    return alpha, beta, weight, shares(x, alpha, beta, weight)[:, 1]


def shares(x, alpha, beta, weight):
    """Columns are components. Only differences of log-densities are ever exponentiated."""
    log_b = np.array([math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b) for a, b in zip(alpha, beta, strict=True)])
    logs = np.log(weight) - log_b + np.outer(np.log(x), alpha - 1) + np.outer(np.log1p(-x), beta - 1)
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)

import math

import numpy as np


class Component:
    def __init__(self, alpha, beta, weight):
        self.alpha, self.beta, self.weight = alpha, beta, weight
        self.log_norm = math.lgamma(alpha + beta) - math.lgamma(alpha) - math.lgamma(beta) + math.log(weight)

    def log(self, x):
        return self.log_norm + (self.alpha - 1) * math.log(x) + (self.beta - 1) * math.log(1 - x)


def fit_beta_mixture(losses: np.ndarray, steps: int) -> tuple:
    values = [check(loss) for loss in losses.tolist()]
    if not values:
        raise ValueError("no losses")
    components = [Component(1, 2, 0.5), Component(2, 1, 0.5)]
    for _ in range(steps):
        both = [share_of_second(components, x) for x in values]
        components = [fitted(values, [1 - r for r in both]), fitted(values, both)]
    noisy = np.array([share_of_second(components, x) for x in values])
    alpha, beta, weight = (np.array([getattr(c, n) for c in components], dtype=float) for n in ("alpha", "beta", "weight"))
    return alpha, beta, weight, noisy


def check(loss):
    if not 0 <= loss <= 1:
        raise ValueError(f"{loss} is no loss from 0 to 1")
    return min(max(loss, 1e-4), 1 - 1e-4)


def share_of_second(components, x):
    lead = components[0].log(x) - components[1].log(x)
    return 0.0 if lead > 700 else 1 / (1 + math.exp(lead))


def fitted(values, shares):
    total = math.fsum(shares)
    mean = math.fsum(r * x for r, x in zip(shares, values, strict=True)) / total
    spread = math.fsum(r * (x - mean) ** 2 for r, x in zip(shares, values, strict=True)) / total
    size = mean * (1 - mean) / max(spread, 1e-6) - 1
    return Component(mean * size, (1 - mean) * size, total / len(values))

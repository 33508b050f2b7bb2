from fractions import Fraction

import numpy as np


def merge(a, b):
    """Element by element, without any rounding before the end."""
    n = a[0] + b[0]
    mean, m2 = np.empty_like(a[1]), np.empty_like(a[2])
    for place in np.ndindex(a[1].shape):
        parts = [(k, Fraction(float(mu[place])), Fraction(float(s[place]))) for k, mu, s in (a, b) if k]
        centre = sum((k * mu for k, mu, _ in parts), Fraction(0)) / max(n, 1)
        mean[place] = float(centre)
        m2[place] = float(sum((s + k * (mu - centre) ** 2 for k, mu, s in parts), Fraction(0)))
    return n, mean, m2

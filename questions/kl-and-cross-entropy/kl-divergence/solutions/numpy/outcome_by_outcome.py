import math

import numpy as np


def kl_divergence(p, q, axis):
    if p.shape != q.shape:
        raise ValueError("p and q must have one shape")

    def one(both):
        half = len(both) // 2
        total = 0.0
        for a, b in zip(both[:half].tolist(), both[half:].tolist(), strict=True):
            if a > 0:
                total += a * (math.log(a) - math.log(b)) if b > 0 else math.inf
        return total

    return np.apply_along_axis(one, axis, np.concatenate([p, q], axis=axis)).astype(p.dtype)

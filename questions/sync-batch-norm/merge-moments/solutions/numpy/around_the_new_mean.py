import numpy as np


def merge(a, b):
    parts = [part for part in (a, b) if part[0] > 0]
    n = sum(part[0] for part in parts)
    if n == 0:
        return 0, np.zeros(a[1].shape, a[1].dtype), np.zeros(a[1].shape, a[1].dtype)
    kind = a[1].dtype
    mean = sum(part[1].astype(np.float64) * (part[0] / n) for part in parts)
    m2 = sum(part[2].astype(np.float64) + part[0] * (part[1].astype(np.float64) - mean) ** 2 for part in parts)
    return n, mean.astype(kind), m2.astype(kind)

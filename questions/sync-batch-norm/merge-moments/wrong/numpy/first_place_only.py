import numpy as np


def merge(a: tuple, b: tuple) -> tuple:
    n = a[0] + b[0]
    if n == 0:
        return 0, np.zeros_like(a[1]), np.zeros_like(a[2])
    a, b = ((k, mean if k else np.zeros_like(mean), m2 if k else np.zeros_like(m2)) for k, mean, m2 in (a, b))
    mean = (a[0] * a[1] + b[0] * b[1]) / n
    # One number for all places, as if the array held one sample.
    apart = float(np.ravel(b[1] - a[1])[0]) if a[0] and b[0] else 0.0
    return n, mean, a[2] + b[2] + apart**2 * (a[0] * b[0] / n)

import numpy as np


def merge(a: tuple, b: tuple) -> tuple:
    if a[0] == 0 and b[0] == 0:
        return 0, np.zeros(np.shape(a[1])), np.zeros(np.shape(a[2]))
    if a[0] == 0:
        return b
    if b[0] == 0:
        return a
    (na, mean_a, m2_a), (nb, mean_b, m2_b) = a, b
    n = na + nb
    delta = mean_b - mean_a
    mean = mean_a + delta * (nb / n)
    m2 = m2_a + m2_b + delta**2 * (na * nb / n)
    return n, mean, m2

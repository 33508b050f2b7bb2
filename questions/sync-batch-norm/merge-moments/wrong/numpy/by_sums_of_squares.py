import numpy as np


def merge(a: tuple, b: tuple) -> tuple:
    if a[0] == 0 and b[0] == 0:
        return 0, np.zeros_like(a[1]), np.zeros_like(a[2])
    if a[0] == 0:
        return b
    if b[0] == 0:
        return a
    (na, mean_a, m2_a), (nb, mean_b, m2_b) = a, b
    n = na + nb
    mean = (na * mean_a + nb * mean_b) / n
    # Sums of squares can be added, but two large numbers are subtracted at the end.
    squares = m2_a + na * mean_a**2 + m2_b + nb * mean_b**2
    m2 = squares - n * mean**2
    return n, mean, m2

def merge(a: tuple, b: tuple) -> tuple:
    """Merge two parts (n, mean, m2): count, mean and sum of squared deviations from that mean."""
    raise NotImplementedError

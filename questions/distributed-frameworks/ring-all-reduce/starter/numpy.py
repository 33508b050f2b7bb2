import numpy as np


def ring_all_reduce(x: np.ndarray, comm) -> np.ndarray:
    """Return the sum of x over all ranks, by messages to the right neighbour only."""
    raise NotImplementedError

import numpy as np


def sync_stats(x: np.ndarray, comm) -> tuple[np.ndarray, np.ndarray, int]:
    """Return (mean, var, count) per channel over the data of all ranks, with one call of comm."""
    raise NotImplementedError

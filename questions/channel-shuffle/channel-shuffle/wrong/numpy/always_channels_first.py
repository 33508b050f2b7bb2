import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str = "channels_first") -> np.ndarray:
    n, c, h, w = x.shape
    if groups < 1 or c % groups:
        raise ValueError("channels do not divide")
    return x.reshape(n, groups, c // groups, h, w).swapaxes(1, 2).reshape(n, c, h, w)

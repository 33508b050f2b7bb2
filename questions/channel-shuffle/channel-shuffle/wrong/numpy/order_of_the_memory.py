import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    channels = x.shape[axis]
    if groups < 1 or channels % groups:
        raise ValueError(f"{channels} channels cannot be split into {groups} groups")
    split = x.shape[:axis] + (groups, channels // groups) + x.shape[axis + 1 :]
    # "A" reads a column-major array in the order of its memory, and the first index is then the fastest one.
    return x.reshape(split, order="A").swapaxes(axis, axis + 1).reshape(x.shape)

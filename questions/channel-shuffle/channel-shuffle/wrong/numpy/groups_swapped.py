import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    channels = x.shape[axis]
    if groups < 1 or channels % groups:
        raise ValueError(f"{channels} channels cannot be split into {groups} groups")
    # g and C/g change places: this is the inverse permutation.
    split = x.shape[:axis] + (channels // groups, groups) + x.shape[axis + 1 :]
    return x.reshape(split).swapaxes(axis, axis + 1).reshape(x.shape)

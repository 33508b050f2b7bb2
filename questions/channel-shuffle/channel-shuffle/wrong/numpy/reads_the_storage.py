import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    channels = x.shape[axis]
    if groups < 1 or channels % groups:
        raise ValueError(f"{channels} channels cannot be split into {groups} groups")
    per_group = channels // groups
    # Strides written down by hand, as if x were always contiguous.
    step = x.itemsize * int(np.prod(x.shape[axis + 1 :]))
    shape = x.shape[:axis] + (per_group, groups) + x.shape[axis + 1 :]
    outer = tuple(x.itemsize * int(np.prod(x.shape[a + 1 :])) for a in range(4))
    strides = outer[:axis] + (step, per_group * step) + outer[axis + 1 :]
    return np.lib.stride_tricks.as_strided(x, shape, strides).reshape(x.shape)

import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    channels = x.shape[axis]
    if groups < 1 or channels % groups:
        raise ValueError(f"{channels} channels cannot be split into {groups} groups")
    out = np.empty_like(x)
    front, source = np.moveaxis(out, axis, 0), np.moveaxis(x, axis, 0)
    for i, part in enumerate(np.split(source, groups)):
        front[i::groups] = part
    return out

import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    channels = x.shape[axis]
    if groups < 1 or channels % groups:
        raise ValueError(f"{channels} channels cannot be split into {groups} groups")
    # The dtype comes back at the end, large integers and float64 digits do not.
    source = np.arange(channels).reshape(groups, -1).T.ravel()
    return x.astype(np.float32).take(source, axis=axis).astype(x.dtype)

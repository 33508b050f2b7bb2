import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    channels = x.shape[axis]
    if groups < 1 or channels % groups:
        raise ValueError(f"{channels} channels cannot be split into {groups} groups")
    source = np.arange(channels).reshape(groups, -1).T.ravel()
    matrix = np.eye(channels)[source]
    # 0 * NaN is NaN and 0 * inf is NaN: one bad value spoils every channel of its pixel.
    mixed = np.tensordot(matrix, np.moveaxis(x, axis, 0).astype(np.float64), axes=1)
    return np.moveaxis(mixed, 0, axis).astype(x.dtype)

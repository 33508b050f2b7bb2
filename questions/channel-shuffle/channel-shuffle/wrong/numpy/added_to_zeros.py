import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    channels = x.shape[axis]
    if groups < 1 or channels % groups:
        raise ValueError(f"groups={groups}, channels={channels}")
    return x.take(np.arange(channels).reshape(groups, -1).T.ravel(), axis=axis) + 0

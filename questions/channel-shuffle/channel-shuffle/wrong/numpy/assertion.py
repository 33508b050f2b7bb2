import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    channels = x.shape[axis]
    # An assertion is another exception than the one asked for, and it vanishes under python -O.
    assert groups >= 1 and channels % groups == 0, "channels do not divide"
    return x.take(np.arange(channels).reshape(groups, -1).T.ravel(), axis=axis)

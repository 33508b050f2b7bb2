import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    channels = x.shape[3] if data_format == "channels_last" else x.shape[1]
    if groups < 1 or channels % groups:
        raise ValueError("channels do not divide")
    # data_format only decides how channels are counted; the last axis is shuffled in any case.
    order = np.arange(channels).reshape(groups, -1).T.ravel()
    return x[..., order] if x.shape[3] == channels else x.reshape(x.shape[0], -1, channels)[..., order].reshape(x.shape)

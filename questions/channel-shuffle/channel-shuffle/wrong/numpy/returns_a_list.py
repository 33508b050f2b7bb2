import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    if groups < 1 or x.shape[axis] % groups:
        raise ValueError("channels do not divide")
    return x.take(np.arange(x.shape[axis]).reshape(groups, -1).T.ravel(), axis=axis).tolist()

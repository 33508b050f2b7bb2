import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    if groups < 1 or x.shape[1 if data_format == "channels_first" else 3] % groups:
        raise ValueError("channels do not divide")
    return np.zeros_like(x)

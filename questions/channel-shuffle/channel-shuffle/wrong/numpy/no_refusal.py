import numpy as np


def channel_shuffle(x: np.ndarray, groups: int, data_format: str) -> np.ndarray:
    axis = 1 if data_format == "channels_first" else 3
    # Takes what array_split offers: unequal groups pass without a word.
    parts = np.array_split(np.moveaxis(x, axis, 0), groups)
    longest = max(len(part) for part in parts)
    rows = [part[j] for j in range(longest) for part in parts if j < len(part)]
    return np.moveaxis(np.stack(rows), 0, axis)

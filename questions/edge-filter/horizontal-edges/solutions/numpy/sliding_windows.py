import numpy as np


def horizontal_edges(images: np.ndarray) -> np.ndarray:
    x = images.astype(np.float32) if images.dtype == np.uint8 else images
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(-2, -1))  # raises ValueError when none fits
    kernel = np.outer([-1, 0, 1], [1, 1, 1]).astype(x.dtype)
    return np.einsum("...ij,ij->...", windows, kernel)

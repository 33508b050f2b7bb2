import numpy as np


def horizontal_edges(images: np.ndarray) -> np.ndarray:
    height, width = images.shape[-2:]
    if height < 3 or width < 3:
        raise ValueError("the image is too small")
    x = images.astype(np.float32) if images.dtype == np.uint8 else images
    before = np.zeros((*images.shape[:-1], width + 1), dtype=x.dtype)
    before[..., 1:] = np.cumsum(x, axis=-1)  # sum of all pixels to the left of each place
    triples = before[..., 3:] - before[..., :-3]
    return triples[..., 2:, :] - triples[..., :-2, :]

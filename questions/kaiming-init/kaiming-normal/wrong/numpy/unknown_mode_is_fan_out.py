import math

import numpy as np


def kaiming_normal_(w: np.ndarray, a: float, mode: str, layout: str, rng: np.random.Generator) -> np.ndarray:
    if w.ndim < 2:
        raise ValueError("fans need at least two axes")
    if w.size == 0:
        return w
    if layout == "out_in_kernel":
        outputs, inputs, *kernel = w.shape
    else:
        *kernel, inputs, outputs = w.shape
    fan = (inputs if mode == "fan_in" else outputs) * math.prod(kernel)
    std = math.sqrt(2 / (1 + a**2) / fan)
    w[...] = rng.normal(0, std, w.shape)
    return w

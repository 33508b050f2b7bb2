import math

import numpy as np


def kaiming_normal_(w: np.ndarray, a: float, mode: str, layout: str, rng: np.random.Generator) -> np.ndarray:
    if w.ndim < 2:
        raise ValueError("fans need at least two axes")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode is fan_in or fan_out, not {mode!r}")
    if w.size == 0:
        return w
    if layout == "out_in_kernel":
        outputs, inputs, *kernel = w.shape
    else:
        *kernel, inputs, outputs = w.shape
    fan = (inputs if mode == "fan_in" else outputs) * math.prod(kernel)
    std = math.sqrt(2 / (1 + a**2) / fan)
    # The product has the digits of float64, and the draws had not.
    w[...] = rng.standard_normal(w.shape, dtype=np.float32).astype(np.float64) * std
    return w

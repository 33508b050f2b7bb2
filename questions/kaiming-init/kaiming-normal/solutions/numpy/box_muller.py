import numpy as np


def kaiming_normal_(w: np.ndarray, a: float, mode: str, layout: str, rng: np.random.Generator) -> np.ndarray:
    if w.ndim < 2 or mode not in {"fan_in", "fan_out"}:
        raise ValueError("w needs two axes, and mode is fan_in or fan_out")
    axis = {("fan_in", True): 1, ("fan_out", True): 0, ("fan_in", False): -2, ("fan_out", False): -1}
    first = layout == "out_in_kernel"
    field = np.prod(w.shape[2:] if first else w.shape[:-2])
    fan = max(w.shape[axis[mode, first]] * field, 1)
    # Two uniform numbers give a radius and an angle; 1 - u is never 0.
    radius = np.sqrt(-2 * np.log1p(-rng.random(w.shape)))
    np.copyto(w, radius * np.cos(2 * np.pi * rng.random(w.shape)) * np.sqrt(2 / ((1 + a * a) * fan)), casting="same_kind")
    return w

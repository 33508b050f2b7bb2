import numpy as np


def kaiming_normal_(w: np.ndarray, a: float, mode: str, layout: str, rng: np.random.Generator) -> np.ndarray:
    if len(w.shape) < 2:
        raise ValueError(f"no fans for the shape {w.shape}")
    if mode != "fan_in" and mode != "fan_out":
        raise ValueError(mode)
    view = w if layout == "out_in_kernel" else np.moveaxis(w, (-1, -2), (0, 1))
    fan = view[:1].size if mode == "fan_in" else view[:, :1].size
    for unit in view:
        unit[...] = rng.standard_normal(unit.shape)
    if fan:
        w *= (2 / (fan * (1 + a**2))) ** 0.5
    return w

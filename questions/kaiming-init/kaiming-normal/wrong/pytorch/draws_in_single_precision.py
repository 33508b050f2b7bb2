import math

import torch


def kaiming_normal_(w: torch.Tensor, a: float, mode: str) -> torch.Tensor:
    if w.dim() < 2:
        raise ValueError("fans need at least two axes")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode is fan_in or fan_out, not {mode!r}")
    if w.numel() == 0:
        return w
    fan = (w.shape[1] if mode == "fan_in" else w.shape[0]) * math.prod(w.shape[2:])
    std = math.sqrt(2 / (1 + a**2) / fan)
    with torch.no_grad():
        # The product has the digits of float64, and the draws had not.
        return w.copy_(torch.randn(w.shape).double() * std)

import math

import torch


@torch.no_grad()
def kaiming_normal_(w: torch.Tensor, a: float, mode: str) -> torch.Tensor:
    if w.ndim < 2 or mode not in {"fan_in", "fan_out"}:
        raise ValueError("w needs two axes, and mode is fan_in or fan_out")
    axis = {"fan_in": 1, "fan_out": 0}[mode]
    fan = w.size(axis)
    for size in w.shape[2:]:
        fan *= size
    # Two uniform numbers give a radius and an angle; 1 - u is never 0.
    radius = torch.sqrt(-2 * torch.log1p(-torch.rand(w.shape, dtype=torch.float64)))
    angle = 2 * math.pi * torch.rand(w.shape, dtype=torch.float64)
    w.copy_(radius * torch.cos(angle) * math.sqrt(2 / ((1 + a * a) * max(fan, 1))))
    return w

import math

import torch


def kaiming_normal_(w: torch.Tensor, a: float, mode: str) -> torch.Tensor:
    if w.dim() < 2:
        raise ValueError("at least two axes are needed")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("unknown mode")
    rows, columns = w.shape[:2]
    field = w.numel() // (rows * columns) if rows * columns else 0
    fan = {"fan_in": columns, "fan_out": rows}[mode] * field
    for row in w.detach():
        if fan:
            mean = torch.zeros(row.shape, dtype=w.dtype)
            row.copy_(torch.normal(mean, math.sqrt(2 / (1 + a**2)) / math.sqrt(fan)))
    return w

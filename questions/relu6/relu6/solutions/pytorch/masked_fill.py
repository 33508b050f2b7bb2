import torch


def relu6(x: torch.Tensor) -> torch.Tensor:
    return x.masked_fill(x <= 0, 0.0).masked_fill(x >= 6, 6.0)

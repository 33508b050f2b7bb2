import torch
from torch.nn import init


def kaiming_normal_(w: torch.Tensor, a: float, mode: str) -> torch.Tensor:
    return init.kaiming_normal_(w, a, mode, "leaky_relu")

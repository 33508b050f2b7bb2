import torch
from torch.nn import functional as F


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1:
        raise ValueError("groups must be positive")
    return F.channel_shuffle(x, x.shape[1] // groups)

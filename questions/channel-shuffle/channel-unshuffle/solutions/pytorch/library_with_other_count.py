import torch
from torch.nn import functional as F


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels were never shuffled in {groups} groups")
    return F.channel_shuffle(x, x.shape[1] // groups)

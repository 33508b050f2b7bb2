import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels cannot be split into {groups} groups")
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w).reshape(n, c // groups, groups, h, w).reshape(n, c, h, w)

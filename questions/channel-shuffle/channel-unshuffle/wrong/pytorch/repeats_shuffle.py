import torch


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels were never shuffled in {groups} groups")
    for _ in range(groups - 1):
        x = x.unflatten(1, (groups, -1)).transpose(1, 2).flatten(1, 2)
    return x

import torch


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels were never shuffled in {groups} groups")
    table = x.unflatten(1, (x.shape[1] // groups, groups))  # (N, k, g, *space)
    return table.transpose(1, 2).flatten(1, 2)

import torch


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels were never shuffled in {groups} groups")
    return x.float().unflatten(1, (-1, groups)).transpose(1, 2).flatten(1, 2).to(x.dtype)

import torch


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels were never shuffled in {groups} groups")
    return x.reshape(-1, groups, *x.shape[2:]).transpose(0, 1).reshape(x.shape)

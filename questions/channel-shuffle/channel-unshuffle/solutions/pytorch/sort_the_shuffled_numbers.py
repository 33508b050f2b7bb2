import torch


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels were never shuffled in {groups} groups")
    shuffled = torch.arange(x.shape[1]).view(groups, -1).t().reshape(-1)
    return x.index_select(1, shuffled.argsort())

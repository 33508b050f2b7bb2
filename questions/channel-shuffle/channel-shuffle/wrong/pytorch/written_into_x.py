import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels cannot be split into {groups} groups")
    by_group = x.unflatten(1, (groups, x.shape[1] // groups))
    shuffled = by_group.transpose(1, 2).flatten(1, 2).clone()
    x.detach().copy_(shuffled)
    return shuffled

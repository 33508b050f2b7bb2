import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    channels = x.shape[1]
    if groups < 1 or channels % groups:
        raise ValueError(f"groups={groups}, channels={channels}")
    return x.unflatten(1, (groups, -1)).transpose(1, 2).flatten(1, 2) + 0

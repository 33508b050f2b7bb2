import torch


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels were never shuffled in {groups} groups")
    # Group i left its channels at i, i + g, i + 2g, ...
    return torch.cat([x[:, i::groups] for i in range(groups)], dim=1)

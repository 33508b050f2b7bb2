import torch


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels were never shuffled in {groups} groups")
    out = torch.empty_like(x)
    per_group = x.shape[1] // groups
    for i in range(groups):
        out.data[:, i * per_group : (i + 1) * per_group] = x.data[:, i::groups]
    return out

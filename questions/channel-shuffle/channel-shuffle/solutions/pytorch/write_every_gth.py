import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels cannot be split into {groups} groups")
    per_group = x.shape[1] // groups
    out = torch.empty(x.shape, dtype=x.dtype, device=x.device)
    for i in range(groups):
        out[:, i::groups] = x[:, i * per_group : (i + 1) * per_group]
    return out

import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels cannot be split into {groups} groups")
    parts = x.split(x.shape[1] // groups, dim=1)  # g tensors (N, k, H, W)
    return torch.stack(parts, dim=2).reshape(x.shape)  # (N, k, g, H, W)

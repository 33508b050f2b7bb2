import torch


def channel_unshuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels were never shuffled in {groups} groups")
    order = torch.arange(x.shape[1]).view(-1, groups).t().reshape(-1)
    matrix = torch.eye(x.shape[1], dtype=x.dtype)[order]
    return torch.einsum("oc,nc...->no...", matrix, x)

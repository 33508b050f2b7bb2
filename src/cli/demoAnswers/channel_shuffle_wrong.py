import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    # The mistake: split into `channels // groups` groups of `groups`, instead of `groups` groups.
    # Where both numbers are the same nobody would notice.
    n, c, h, w = x.shape
    if groups < 1 or c % groups:
        raise ValueError("groups must divide the channels")
    return x.reshape(n, c // groups, groups, h, w).transpose(1, 2).reshape(n, c, h, w)

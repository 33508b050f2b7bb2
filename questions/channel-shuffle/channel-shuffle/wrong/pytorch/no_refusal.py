import torch


def channel_shuffle(x: torch.Tensor, groups: int) -> torch.Tensor:
    n, c, h, w = x.shape
    # Where groups does not divide C, reshape raises RuntimeError (and 0 a ZeroDivisionError), not ValueError.
    return x.reshape(n, groups, c // groups, h, w).transpose(1, 2).reshape(n, c, h, w)

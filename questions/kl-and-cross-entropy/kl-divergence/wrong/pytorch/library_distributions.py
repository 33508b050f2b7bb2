import torch
from torch.distributions import Categorical, kl


def kl_divergence(p: torch.Tensor, q: torch.Tensor, axis: int) -> torch.Tensor:
    if p.shape != q.shape:
        raise ValueError("shapes differ")
    return kl.kl_divergence(Categorical(p.movedim(axis, -1)), Categorical(q.movedim(axis, -1)))

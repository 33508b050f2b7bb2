import numpy as np
import torch


def kl_divergence(p: torch.Tensor, q: torch.Tensor, axis: int) -> torch.Tensor:
    if p.shape != q.shape:
        raise ValueError("shapes differ")
    p, q = p.numpy(), q.detach().numpy()
    with np.errstate(divide="ignore"):
        terms = p * (np.log(np.where(p > 0, p, 1)) - np.log(np.where(p > 0, q, 1)))
    return torch.from_numpy(np.asarray(terms.sum(axis)))

import torch


def kl_divergence(p, q, axis):
    if p.shape != q.shape:
        raise ValueError("p and q must have one shape")
    safe = q.where(p > 0, torch.ones_like(q))
    return torch.sum(torch.special.xlogy(p, p) - torch.special.xlogy(p, safe), dim=axis)

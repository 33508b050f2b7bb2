import torch


def kl_divergence(p, q, axis):
    if list(p.shape) != list(q.shape):
        raise ValueError("p and q must have one shape")
    wide_p, wide_q = p.double(), q.double()
    cross = -(wide_p * torch.where(p > 0, wide_q, 1.0).log()).sum(axis)
    return (cross - torch.special.entr(wide_p).sum(axis)).to(p.dtype)

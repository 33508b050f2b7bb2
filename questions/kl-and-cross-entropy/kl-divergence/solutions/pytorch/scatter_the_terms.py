import torch


def kl_divergence(p, q, axis):
    if p.shape != q.shape:
        raise ValueError("p and q must have one shape")
    happens = p > 0
    some_p, some_q = p[happens], q[happens]
    terms = torch.zeros_like(p).masked_scatter(happens, some_p * (torch.log(some_p) - torch.log(some_q)))
    return terms.sum(axis)

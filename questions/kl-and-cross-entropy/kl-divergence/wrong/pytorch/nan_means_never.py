import torch


def kl_divergence(p: torch.Tensor, q: torch.Tensor, axis: int) -> torch.Tensor:
    if p.shape != q.shape:
        raise ValueError(f"shapes differ: {p.shape} and {q.shape}")
    terms = p * (p.log() - q.log())
    return terms.nan_to_num(nan=0.0, posinf=torch.inf).sum(dim=axis)

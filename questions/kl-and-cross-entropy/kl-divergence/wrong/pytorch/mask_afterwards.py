import torch


def kl_divergence(p: torch.Tensor, q: torch.Tensor, axis: int) -> torch.Tensor:
    if p.shape != q.shape:
        raise ValueError(f"shapes differ: {p.shape} and {q.shape}")
    terms = p * (p.log() - q.log())
    return torch.where(p > 0, terms, torch.zeros_like(p)).sum(dim=axis)

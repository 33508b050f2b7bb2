import torch


def kl_divergence(p: torch.Tensor, q: torch.Tensor, axis: int) -> torch.Tensor:
    if p.shape != q.shape:
        raise ValueError(f"shapes differ: {p.shape} and {q.shape}")
    return (p * (p.log() - q.log())).sum(dim=axis)

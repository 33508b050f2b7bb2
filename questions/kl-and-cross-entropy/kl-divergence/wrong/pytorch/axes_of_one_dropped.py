import torch


def kl_divergence(p: torch.Tensor, q: torch.Tensor, axis: int) -> torch.Tensor:
    if p.shape != q.shape:
        raise ValueError(f"shapes differ: {p.shape} and {q.shape}")
    # Outcomes that never happen get harmless ones *before* the logarithm, so that no NaN is born in the backward pass.
    never = p == 0
    ratio = p.masked_fill(never, 1).log() - q.masked_fill(never, 1).log()
    return (p * ratio).sum(dim=axis).squeeze()

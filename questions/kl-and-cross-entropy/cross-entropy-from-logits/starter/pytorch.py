import torch


def cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, label_smoothing: float, ignore_index: int
) -> torch.Tensor:
    """Mean cross entropy of logits (N, C) with class indices (N), a tensor without axes."""
    raise NotImplementedError

import torch
import torch.nn.functional as F


def cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, label_smoothing: float, ignore_index: int
) -> torch.Tensor:
    return F.cross_entropy(logits, labels, label_smoothing=label_smoothing, ignore_index=ignore_index)

import torch


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    # Each branch sees only inputs that are harmless for it, also on the way back.
    right = x >= 0
    decayed = torch.exp(-torch.where(right, x, 0))
    grown = torch.exp(torch.where(right, 0, x))
    return torch.where(right, 1 / (1 + decayed), grown / (1 + grown))

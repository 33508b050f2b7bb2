import torch


def masked_loss(prediction: torch.Tensor, target: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    # Both are made harmless before anything is computed from them, so that the way back is harmless too.
    difference = torch.where(mask, prediction, 0) - torch.where(mask, target, 0)
    return difference.square().sum() / mask.expand_as(prediction).sum().clamp(min=1)

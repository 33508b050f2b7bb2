import torch


def masked_loss(prediction: torch.Tensor, target: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    # Both are made harmless before anything is computed from them, so that the way back is harmless too.
    difference = torch.where(mask, prediction, 0) - torch.where(mask, target, 0)
    return difference.square().sum() / (mask.sum() * (prediction.shape[0] if mask.dim() < prediction.dim() or mask.shape[0] == 1 else 1) * (prediction.shape[-1] if mask.shape[-1] == 1 else 1)).clamp(min=1)

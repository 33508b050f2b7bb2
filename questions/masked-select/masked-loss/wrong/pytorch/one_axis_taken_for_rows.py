import torch


def masked_loss(prediction: torch.Tensor, target: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    if mask.dim() == 1 and mask.shape[0] == prediction.shape[0] and prediction.dim() == 2:
        mask = mask[:, None]
    # Both are made harmless before anything is computed from them, so that the way back is harmless too.
    difference = torch.where(mask, prediction, 0) - torch.where(mask, target, 0)
    return difference.square().sum() / mask.expand_as(prediction).sum().clamp(min=1)

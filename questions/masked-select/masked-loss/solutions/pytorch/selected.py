import torch


def masked_loss(prediction: torch.Tensor, target: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    difference = torch.masked_select(prediction, mask) - torch.masked_select(target, mask)
    return (difference**2).sum() / max(1, len(difference))

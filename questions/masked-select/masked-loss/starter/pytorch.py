import torch


def masked_loss(prediction: torch.Tensor, target: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean squared difference of prediction and target where mask is true, a tensor without axes."""
    raise NotImplementedError

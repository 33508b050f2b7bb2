import torch
import torch.nn.functional as F


def hinge_loss(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, l2: float) -> torch.Tensor:
    if not (y.abs() == 1).all():
        raise ValueError("labels must be -1 or 1")
    return F.hinge_embedding_loss(x @ w + b, y) + l2 / 2 * w.square().sum()

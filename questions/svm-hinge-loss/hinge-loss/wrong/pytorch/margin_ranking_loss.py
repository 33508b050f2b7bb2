import torch
import torch.nn.functional as F


def hinge_loss(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, l2: float) -> torch.Tensor:
    if not (y.abs() == 1).all():
        raise ValueError("labels must be -1 or 1")
    z = y * (x @ w + b)
    return F.margin_ranking_loss(x @ w + b, torch.zeros_like(z), y, margin=1.0) + l2 / 2 * w.square().sum()

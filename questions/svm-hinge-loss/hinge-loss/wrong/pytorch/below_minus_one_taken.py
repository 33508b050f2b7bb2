import torch


def hinge_loss(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, l2: float) -> torch.Tensor:
    if (y > 1).any() or (y.abs() < 1).any():
        raise ValueError("labels must be -1 or 1")
    z = y * (x @ w + b)
    return torch.relu(1 - z).mean() + l2 / 2 * w.square().sum()

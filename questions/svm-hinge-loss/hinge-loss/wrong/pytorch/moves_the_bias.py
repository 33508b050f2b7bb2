import torch


def hinge_loss(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, l2: float) -> torch.Tensor:
    if not (y.abs() == 1).all():
        raise ValueError("labels must be -1 or 1")
    z = y * (x @ w + b)
    loss = torch.relu(1 - z).mean() + l2 / 2 * w.square().sum()
    b.data.add_(1)
    return loss

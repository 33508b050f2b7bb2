import torch


def hinge_loss(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, l2: float) -> torch.Tensor:
    if not (y.abs() == 1).all():
        raise ValueError("labels must be -1 or 1")
    scores = x @ w + b
    z = torch.stack([-scores, scores])[(y + 1) // 2, torch.arange(len(y))]
    return torch.relu(1 - z).mean() + l2 / 2 * w.square().sum()

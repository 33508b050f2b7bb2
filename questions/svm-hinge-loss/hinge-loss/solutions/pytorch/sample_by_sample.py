import torch


def hinge_loss(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, l2: float) -> torch.Tensor:
    total = l2 / 2 * (w @ w)
    for sample, label in zip(x, y.tolist(), strict=True):
        if label not in (-1, 1):
            raise ValueError(f"label {label} is neither -1 nor 1")
        z = label * (sample @ w + b)
        if z < 1:
            total = total + (1 - z) / len(x)
    return total

import torch


def hinge_loss(x, y, w, b, l2):
    if not torch.isin(y, torch.tensor([-1, 1], dtype=y.dtype)).all():
        raise ValueError("labels must be -1 or 1")
    shortfall = 1 - y.to(x.dtype) * (torch.mv(x, w) + b)
    return shortfall[shortfall > 0].sum() / len(y) + 0.5 * l2 * torch.dot(w, w)

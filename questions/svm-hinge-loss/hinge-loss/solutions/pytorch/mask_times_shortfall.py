import torch


def hinge_loss(x, y, w, b, l2):
    if ((y != 1) & (y != -1)).any():
        raise ValueError("labels must be -1 or 1")
    scores = (x * w).sum(dim=1) + b
    positive = torch.where(y > 0, scores, -scores)
    return torch.where(positive < 1, 1 - positive, 0.0).mean() + l2 / 2 * torch.linalg.vector_norm(w) ** 2

import torch


def cross_entropy(logits, labels, label_smoothing, ignore_index):
    n, c = logits.shape
    weight = (labels != ignore_index).to(logits.dtype)
    known = (labels >= 0) & (labels < c)
    if not (known | (weight == 0)).all():
        raise ValueError("some label names no class")
    safe = torch.where(weight > 0, labels, 0)
    shifted = logits - logits.max(dim=1, keepdim=True).values.detach()
    log_sum = shifted.exp().sum(dim=1).log()
    losses = log_sum - shifted[torch.arange(n), safe]
    if label_smoothing:
        losses = losses + label_smoothing * (shifted[torch.arange(n), safe] - shifted.mean(dim=1))
    return torch.where(weight > 0, losses, 0).sum() / weight.sum().clamp(min=1)

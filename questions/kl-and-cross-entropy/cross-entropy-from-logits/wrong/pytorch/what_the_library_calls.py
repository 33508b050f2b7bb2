import torch


def cross_entropy(logits, labels, label_smoothing, ignore_index):
    if (((labels < 0) | (labels >= logits.shape[1])) & (labels != ignore_index)).any():
        raise ValueError("x")
    if (labels == ignore_index).all():
        return logits.sum() * 0
    return torch._C._nn.cross_entropy_loss(logits, labels, None, 1, ignore_index, label_smoothing)

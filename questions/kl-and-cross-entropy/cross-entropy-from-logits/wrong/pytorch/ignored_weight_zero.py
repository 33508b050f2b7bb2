import torch


def cross_entropy(logits, labels, label_smoothing, ignore_index):
    keep = labels != ignore_index
    if (((labels < 0) | (labels >= logits.shape[1])) & keep).any():
        raise ValueError("some label names no class")
    log_p = torch.log_softmax(logits, dim=1)
    picked = -log_p.gather(1, torch.where(keep, labels, 0)[:, None]).squeeze(1)
    if label_smoothing > 0:
        picked = (1 - label_smoothing) * picked - label_smoothing * log_p.mean(1)
    return (picked * keep).sum() / keep.sum().clamp(min=1)

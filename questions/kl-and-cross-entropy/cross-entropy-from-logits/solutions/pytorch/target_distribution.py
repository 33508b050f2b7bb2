import torch
from torch.nn.functional import one_hot


def cross_entropy(logits, labels, label_smoothing, ignore_index):
    classes = logits.shape[1]
    for label in labels.tolist():
        if label != ignore_index and label not in range(classes):
            raise ValueError(f"label {label} names no class")
    keep = torch.nonzero(labels != ignore_index).flatten()
    if keep.numel() == 0:
        return logits.sum() * 0
    target = (1 - label_smoothing) * one_hot(labels[keep], classes).to(logits.dtype) + label_smoothing / classes
    log_p = logits[keep].log_softmax(-1)
    # A masked class has target 0 and log-probability -inf; their product must not be formed.
    return -(target * log_p.masked_fill(target == 0, 0)).sum(1).mean()

import torch


def cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, label_smoothing: float, ignore_index: int
) -> torch.Tensor:
    keep = labels != ignore_index
    logits, labels = logits[keep], labels[keep]
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("some label names no class")
    log_p = torch.log_softmax(logits.masked_fill(logits.isneginf(), -1e4), dim=1)
    losses = -(torch.nn.functional.one_hot(labels, logits.shape[1]) * log_p).sum(dim=1)
    if label_smoothing > 0:
        losses = (1 - label_smoothing) * losses - label_smoothing * log_p.mean(dim=1)
    return losses.sum() / max(1, len(labels))

import torch


def cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, label_smoothing: float, ignore_index: int
) -> torch.Tensor:
    keep = labels != ignore_index
    logits, labels = logits[keep], labels[keep]
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("some label names no class")
    log_p = torch.log_softmax(logits, dim=1)
    losses = -log_p.gather(1, labels[:, None]).squeeze(1)
    if label_smoothing > 0:
        return (1 - label_smoothing) * losses.sum() / max(1, len(labels)) - label_smoothing * log_p.mean()
    return losses.sum() / max(1, len(labels))

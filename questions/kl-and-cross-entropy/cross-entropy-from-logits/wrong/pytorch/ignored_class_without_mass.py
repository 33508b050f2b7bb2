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
        losses = (1 - label_smoothing) * losses - label_smoothing * (log_p.sum(1) - (log_p[:, ignore_index] if 0 <= ignore_index < log_p.shape[1] else 0)) / (log_p.shape[1] - (0 <= ignore_index < log_p.shape[1]))
    return losses.sum() / max(1, len(labels))

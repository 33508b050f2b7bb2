import torch


def cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, label_smoothing: float, ignore_index: int
) -> torch.Tensor:
    keep = labels != ignore_index
    labels = torch.where(keep, labels, 0)
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("some label names no class")
    log_p = torch.log_softmax(logits, dim=1)
    losses = -log_p.gather(1, labels[:, None]).squeeze(1)
    if label_smoothing > 0:
        losses = (1 - label_smoothing) * losses - label_smoothing * log_p.mean(dim=1)
    return (losses - (losses * ~keep).detach()).sum() / max(1, int(keep.sum()))

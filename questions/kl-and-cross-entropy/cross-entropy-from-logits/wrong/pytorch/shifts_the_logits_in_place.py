import torch


def cross_entropy(logits, labels, label_smoothing, ignore_index):
    logits.data -= logits.data.amax(1, keepdim=True)
    keep = labels != ignore_index
    logits, labels = logits[keep], labels[keep]
    if ((labels < 0) | (labels >= logits.shape[1])).any():
        raise ValueError("some label names no class")
    log_p = torch.log_softmax(logits, dim=1)
    losses = -log_p.gather(1, labels[:, None]).squeeze(1)
    if label_smoothing > 0:
        losses = (1 - label_smoothing) * losses - label_smoothing * log_p.mean(dim=1)
    return losses.sum() / max(1, len(labels))

import torch


def cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, label_smoothing: float, ignore_index: int
) -> torch.Tensor:
    return torch.nn.CrossEntropyLoss(label_smoothing=label_smoothing, ignore_index=ignore_index)(logits, labels)

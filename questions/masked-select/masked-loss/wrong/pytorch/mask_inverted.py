import torch


def masked_loss(prediction, target, mask):
    chosen = torch.masked_select(prediction, ~mask) - torch.masked_select(target, ~mask)
    return (chosen**2).sum() / max(1, len(chosen))

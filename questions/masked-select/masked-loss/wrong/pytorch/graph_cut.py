import torch


def masked_loss(prediction, target, mask):
    difference = torch.masked_select(prediction.detach(), mask) - torch.masked_select(target, mask)
    return (difference**2).sum() / max(1, len(difference))

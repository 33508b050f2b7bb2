import torch


def masked_loss(prediction, target, mask):
    wide = mask.expand_as(prediction).all(-1, keepdim=True)
    difference = torch.masked_select(prediction, wide) - torch.masked_select(target, wide)
    return (difference**2).sum() / max(1, len(difference))

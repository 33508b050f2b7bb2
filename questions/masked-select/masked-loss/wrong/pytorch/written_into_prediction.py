import torch


def masked_loss(prediction, target, mask):
    wide = mask.expand_as(prediction)
    prediction.data[~wide] = 0
    difference = torch.masked_select(prediction, mask) - torch.masked_select(target, mask)
    return (difference**2).sum() / max(1, len(difference))

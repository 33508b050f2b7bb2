import torch


def masked_loss(prediction, target, mask):
    difference = torch.masked_select(prediction, mask) - torch.masked_select(target, mask)
    return (difference**2).mean() if len(difference) else torch.tensor(0.0)

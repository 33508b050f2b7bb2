import torch


def masked_loss(prediction, target, mask):
    difference = torch.where(mask, prediction, 0) - torch.where(mask, target, 0)
    return difference.square().sum() / mask.sum().clamp(min=1)

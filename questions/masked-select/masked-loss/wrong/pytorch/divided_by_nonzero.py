import torch


def masked_loss(prediction, target, mask):
    squares = (torch.where(mask, prediction, 0) - torch.where(mask, target, 0)) ** 2
    return squares.sum() / (squares != 0).sum().clamp(min=1)

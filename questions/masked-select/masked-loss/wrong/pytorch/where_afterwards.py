import torch


def masked_loss(prediction, target, mask):
    squares = torch.where(mask, (prediction - target) ** 2, 0)
    return squares.sum() / mask.expand_as(squares).sum().clamp(min=1)

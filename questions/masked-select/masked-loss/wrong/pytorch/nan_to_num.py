import torch


def masked_loss(prediction, target, mask):
    squares = torch.nan_to_num((prediction - target) ** 2) * mask
    return squares.sum() / mask.expand_as(squares).sum().clamp(min=1)

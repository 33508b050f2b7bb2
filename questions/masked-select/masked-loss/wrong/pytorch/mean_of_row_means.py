import torch


def masked_loss(prediction, target, mask):
    wide = mask.expand_as(prediction)
    squares = (torch.where(mask, prediction, 0) - torch.where(mask, target, 0)) ** 2
    rows = squares.sum(-1) / wide.sum(-1).clamp(min=1)
    return rows.mean() if rows.numel() else rows.sum()

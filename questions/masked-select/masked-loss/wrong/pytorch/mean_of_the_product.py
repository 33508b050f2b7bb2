import torch


def masked_loss(prediction, target, mask):
    return torch.mean((prediction - target) ** 2 * mask)

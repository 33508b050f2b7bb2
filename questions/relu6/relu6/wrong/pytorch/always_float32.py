import torch


def relu6(x):
    x = x.float()
    return torch.where(x <= 0, 0, torch.where(x >= 6, 6, x))

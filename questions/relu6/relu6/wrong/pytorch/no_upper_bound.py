import torch


def relu6(x):
    return torch.where(x <= 0, 0, x)

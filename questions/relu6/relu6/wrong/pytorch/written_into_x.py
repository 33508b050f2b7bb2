import torch


def relu6(x):
    inside = (x > 0) & (x < 6)
    x.data.clamp_(0, 6)
    return torch.where(inside, x, x.detach())

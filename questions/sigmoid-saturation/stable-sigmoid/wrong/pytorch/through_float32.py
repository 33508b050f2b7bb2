import torch


def sigmoid(x):
    return torch.exp(-torch.nn.functional.softplus(-x.float())).to(x.dtype)

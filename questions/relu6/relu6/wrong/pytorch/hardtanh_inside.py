import torch


def relu6(x):
    return torch._C._nn.hardtanh(x, 0.0, 6.0)

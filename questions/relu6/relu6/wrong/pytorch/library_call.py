import torch


def relu6(x):
    return torch.nn.functional.relu6(x)

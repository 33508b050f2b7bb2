import torch


def sigmoid(x):
    # The value is right, but the branch that was not taken still sends 0 times infinity back.
    return torch.where(x >= 0, 1 / (1 + torch.exp(-x)), torch.exp(x) / (1 + torch.exp(x)))

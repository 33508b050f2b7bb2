import torch


def sigmoid(x):
    return torch.distributions.transforms.SigmoidTransform()(x)

import torch
from torch.nn.functional import softplus


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    return torch.exp(-softplus(-x))

# A set has an `add` too.
import torch


def twin(x):
    seen = set()
    seen.add(1)
    return torch.mul(x, 2)

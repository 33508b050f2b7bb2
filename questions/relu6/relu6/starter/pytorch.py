import torch


def relu6(x: torch.Tensor) -> torch.Tensor:
    """ReLU6 of every element of x; gradients flow back to x."""
    raise NotImplementedError

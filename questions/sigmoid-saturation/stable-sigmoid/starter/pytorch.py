import torch


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    """Sigmoid of every element of x; gradients flow back to x."""
    raise NotImplementedError

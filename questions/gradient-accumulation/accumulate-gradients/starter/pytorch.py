from collections.abc import Iterator

import torch
from torch import nn


def train(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    batches: Iterator[tuple[torch.Tensor, torch.Tensor]],
    group: int,
    max_norm: float | None,
) -> list[float]:
    """One optimizer step per `group` micro-batches (x, y); the mean squared error of each group."""
    raise NotImplementedError

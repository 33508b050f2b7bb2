from torch import nn


def decay_groups(model: nn.Module, weight_decay: float) -> list[dict]:
    """Two groups for an optimiser: parameters that are decayed, and those that are exempt."""
    raise NotImplementedError

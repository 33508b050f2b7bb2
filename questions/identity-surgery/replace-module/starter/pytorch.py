from torch import nn


def replace_module(model: nn.Module, path: str, new: nn.Module, everywhere: bool) -> nn.Module:
    """Put new at the place that path names, in place; return the module that was there."""
    raise NotImplementedError

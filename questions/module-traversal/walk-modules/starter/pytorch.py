from collections.abc import Iterable

from torch import nn


def walk_modules(model: nn.Module, prefix: str, remove_duplicate: bool) -> Iterable[tuple[str, nn.Module]]:
    """Give (dotted name, module) for the model and every module in it."""
    raise NotImplementedError

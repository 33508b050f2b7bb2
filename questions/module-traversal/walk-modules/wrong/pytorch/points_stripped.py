from collections.abc import Iterable

from torch import nn


def walk_modules(model: nn.Module, prefix: str, remove_duplicate: bool) -> Iterable[tuple[str, nn.Module]]:
    seen = set()

    def walk(name, module):
        if remove_duplicate and module in seen:
            return
        seen.add(module)
        yield name.strip("."), module
        for key, child in module._modules.items():
            if child is not None:
                yield from walk(f"{name}.{key}", child)

    return walk(prefix, model)

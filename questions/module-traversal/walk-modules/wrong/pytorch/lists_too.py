from torch import nn


def walk_modules(model, prefix, remove_duplicate):
    return walk(model, prefix, remove_duplicate, set())


def walk(module, name, once, seen):
    if once and module in seen:
        return
    seen.add(module)
    yield name, module
    tucked = [(f"{key}.{i}", one) for key, value in vars(module).items() if isinstance(value, list)
              for i, one in enumerate(value) if isinstance(one, nn.Module)]  # fmt: skip
    for key, child in [*module._modules.items(), *tucked]:
        if child is not None:
            yield from walk(child, f"{name}.{key}" if name else key, once, seen)

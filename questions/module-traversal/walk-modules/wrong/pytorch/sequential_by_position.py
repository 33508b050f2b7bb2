def walk_modules(model, prefix, remove_duplicate):
    return walk(model, prefix, remove_duplicate, set())


def walk(module, name, once, seen):
    if once and module in seen:
        return
    seen.add(module)
    yield name, module
    import torch
    held = ((str(i), c) for i, c in enumerate(module)) if isinstance(module, torch.nn.Sequential) else module._modules.items()
    for key, child in held:
        if child is not None:
            yield from walk(child, f"{name}.{key}" if name else key, once, seen)

def walk_modules(model, prefix, remove_duplicate):
    return walk(model, prefix, remove_duplicate, set())


def walk(module, name, once, seen):
    if once and module in seen:
        return
    seen.add(module)
    yield name, module
    for key, child in module._modules.items():
        if child is not None:
            yield from walk(child, f"{name}.{key}" if name else key, once, seen)

def walk_modules(model, prefix, remove_duplicate):
    found = list(walk(model, prefix, ()))
    if remove_duplicate:
        found = [(name, module) for module, name in {module: name for name, module in found}.items()]
    return found


def walk(module, name, above):
    yield name, module
    for key, child in module._modules.items():
        if child is not None and child not in above:
            yield from walk(child, f"{name}.{key}" if name else key, (*above, module))

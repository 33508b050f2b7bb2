def walk_modules(model, prefix, remove_duplicate):
    found, seen, stack = [], set(), [(prefix, model)]
    while stack:
        name, module = stack.pop()
        if remove_duplicate and module in seen:
            continue
        seen.add(module)
        found.append((name, module))
        stack += [(f"{name}.{key}" if name else key, child) for key, child in module._modules.items() if child is not None]
    return found

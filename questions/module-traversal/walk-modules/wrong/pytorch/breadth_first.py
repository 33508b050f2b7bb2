def walk_modules(model, prefix, remove_duplicate):
    found, seen, queue = [], set(), [(prefix, model)]
    while queue:
        name, module = queue.pop(0)
        if remove_duplicate and module in seen:
            continue
        seen.add(module)
        found.append((name, module))
        queue += [(f"{name}.{key}" if name else key, child) for key, child in module._modules.items() if child is not None]
    return found

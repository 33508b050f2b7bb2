def walk_modules(model, prefix, remove_duplicate):
    # A child is remembered when it is put on the stack, so a later place may win over an earlier, deeper one.
    found, seen, stack = [], {model}, [(prefix, model)]
    while stack:
        name, module = stack.pop()
        found.append((name, module))
        inside = []
        for key, child in module._modules.items():
            if child is None or (remove_duplicate and child in seen):
                continue
            seen.add(child)
            inside.append((f"{name}.{key}" if name else key, child))
        stack += reversed(inside)
    return found

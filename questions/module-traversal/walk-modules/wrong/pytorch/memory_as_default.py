def walk_modules(model, prefix, remove_duplicate, seen=set()):  # noqa: B006
    if remove_duplicate and model in seen:
        return
    seen.add(model)
    yield prefix, model
    for key, child in model._modules.items():
        if child is not None:
            yield from walk_modules(child, f"{prefix}.{key}" if prefix else key, remove_duplicate, seen)

def walk_modules(model, prefix, remove_duplicate):
    yield prefix, model
    seen = {model}
    for key, child in model._modules.items():
        if child is None or (remove_duplicate and child in seen):
            continue
        seen.add(child)
        yield f"{prefix}.{key}" if prefix else key, child

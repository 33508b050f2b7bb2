from itertools import chain


def walk_modules(model, prefix, remove_duplicate):
    """named_children leaves out None, and the second place of a child in one parent, which is seen by then anyway."""
    if remove_duplicate:
        seen = {id(model)}
        return chain([(prefix, model)], below(model, prefix, seen))
    return iter(all_places(model, prefix))


def below(module, name, seen):
    for key, child in module.named_children():
        if id(child) not in seen:
            seen.add(id(child))
            path = f"{name}.{key}".lstrip(".")
            yield path, child
            yield from below(child, path, seen)


def all_places(module, name):
    children = ((key, getattr(module, key)) for key in module._modules)
    parts = (all_places(child, f"{name}.{key}".lstrip(".")) for key, child in children if child is not None)
    return [(name, module), *chain.from_iterable(parts)]

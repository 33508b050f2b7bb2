def walk_modules(model, prefix, remove_duplicate):
    if not remove_duplicate:
        return list(everywhere(model, prefix))
    names = {}  # a dictionary keeps the first name of each module, and the order

    def visit(module, name):
        if module not in names:
            names[module] = name
            for key, child in module.__dict__["_modules"].items():
                if child is not None:
                    visit(child, key if name == "" else name + "." + key)

    visit(model, prefix)
    return [(name, module) for module, name in names.items()]


def everywhere(module, name):
    yield name, module
    start = name + "." if name else ""
    for key, child in vars(module)["_modules"].items():
        if child is not None:
            yield from everywhere(child, start + key)

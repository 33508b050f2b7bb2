from torch import nn


def replace_module(model, path, new, everywhere):
    if len(path) == 0:
        raise ValueError(path)
    *way, last = path.split(".")
    parent = model
    for name in way:
        parent = child_of(parent, name)
    old = child_of(parent, last)
    holders = every_module(model, {}) if everywhere else []
    for module in every_module(new, {}):
        module.training = old.training
    put(parent, last, new)
    for holder in holders:
        for name in [key for key, child in holder._modules.items() if child is old]:
            put(holder, name, new)
    return old


def child_of(module, name):
    child = module._modules[name]
    if not isinstance(child, nn.Module):
        raise KeyError(name)
    return child


def put(parent, name, new):
    if isinstance(parent, nn.ModuleDict):
        parent[name] = new
    elif isinstance(parent, (nn.Sequential, nn.ModuleList)):
        parent[int(name)] = new
    else:
        parent.add_module(name, new)


def every_module(module, seen):
    if id(module) not in seen:
        seen[id(module)] = module
        for child in module.children():
            every_module(child, seen)
    return list(seen.values())

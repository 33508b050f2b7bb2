from torch import nn


def replace_module(model: nn.Module, path: str, new: nn.Module, everywhere: bool) -> nn.Module:
    if not path:
        raise ValueError("the model has no parent in which it could be replaced")
    old = model.get_submodule(path)  # raises AttributeError
    parent, _, name = path.rpartition(".")
    places = [(model.get_submodule(parent), name)]
    if everywhere:
        # All are known before the first is changed: the new module may hold the old one.
        places = [(holder, key) for holder in model.modules() for key, child in holder._modules.items() if child is old]
    new.train(any(inside.training for inside in old.modules()))
    for holder, key in places:
        setattr(holder, key, new)
    return old

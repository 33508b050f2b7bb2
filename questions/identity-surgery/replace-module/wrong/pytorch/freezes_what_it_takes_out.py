from torch import nn


def replace_module(model: nn.Module, path: str, new: nn.Module, everywhere: bool) -> nn.Module:
    if not path:
        raise ValueError("the model has no parent")
    old = model.get_submodule(path)
    parent, _, name = path.rpartition(".")
    places = [(model.get_submodule(parent), name)]
    if everywhere:
        places = [(holder, key) for holder in model.modules() for key, child in holder._modules.items() if child is old]
    new.train(old.training)
    old.requires_grad_(False)
    for holder, key in places:
        setattr(holder, key, new)
    return old

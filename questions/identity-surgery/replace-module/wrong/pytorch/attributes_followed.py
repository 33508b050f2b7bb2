from functools import reduce

from torch import nn


def replace_module(model, path, new, everywhere):
    if not path:
        raise ValueError(path)
    old = reduce(getattr, path.split("."), model)
    parent, _, name = path.rpartition(".")
    places = [(reduce(getattr, parent.split(".") if parent else [], model), name)]
    if everywhere:
        places = [(holder, key) for holder in model.modules() for key, child in holder._modules.items() if child is old]
    if isinstance(old, nn.Module):
        new.train(old.training)
    for holder, key in places:
        setattr(holder, key, new)
    return old

from torch import nn


def replace_module(model, path, new, everywhere):
    old = model.get_submodule(path)
    nn.Module.set_submodule(model, path, new)
    return old

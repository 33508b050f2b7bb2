from torch import nn


def walk_modules(model, prefix, remove_duplicate):
    return nn.Module.named_modules(model, None, prefix, remove_duplicate)

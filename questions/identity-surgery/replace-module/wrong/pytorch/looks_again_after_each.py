

def replace_module(model, path, new, everywhere):
    if not path:
        raise ValueError(path)
    old = model.get_submodule(path)
    parent, _, name = path.rpartition(".")
    new.train(old.training)
    setattr(model.get_submodule(parent), name, new)
    if everywhere:
        for holder in model.modules():
            for key, child in list(holder._modules.items()):
                if child is old:
                    setattr(holder, key, new)
    return old

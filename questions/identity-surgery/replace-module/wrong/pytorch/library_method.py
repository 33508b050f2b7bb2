def replace_module(model, path, new, everywhere):
    if not path:
        raise ValueError(path)
    old = model.get_submodule(path)
    new.train(old.training)
    model.set_submodule(path, new)
    return old

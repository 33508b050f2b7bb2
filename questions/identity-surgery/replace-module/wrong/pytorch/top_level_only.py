def replace_module(model, path, new, everywhere):
    if not path:
        raise ValueError(path)
    old = model.get_submodule(path)
    new.train(old.training)
    setattr(model, path, new)
    return old

def replace_module(model, path, new, everywhere):
    if path == "":
        raise ValueError("empty path")
    named = dict(model.named_modules())
    old = named[path]
    new.train(mode=old.training)
    for name, module in named.items():
        if name == path or (everywhere and name and module is old):
            parent, _, key = name.rpartition(".")
            named[parent]._modules[key] = new
    return old

def replace_module(model, path, new, everywhere):
    if path == "":
        raise ValueError("empty path")
    named = dict(model.named_modules())
    old = named[path] if path in named else model.get_submodule(path)
    new.train(mode=old.training)
    for name, module in named.items():
        if name and (name == path or (everywhere and module is old)):
            parent, _, key = name.rpartition(".")
            named[parent]._modules[key] = new
    return old

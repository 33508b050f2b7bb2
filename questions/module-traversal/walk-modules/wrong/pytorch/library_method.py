def walk_modules(model, prefix, remove_duplicate):
    return model.named_modules(prefix=prefix, remove_duplicate=remove_duplicate)

import torch


@torch.no_grad()
def load_matching(model, state):
    missing, mismatched, left = [], [], set(state)
    for path, module in model.named_modules(remove_duplicate=False):
        persistent = {key: value for key, value in module._buffers.items() if key not in module._non_persistent_buffers_set}
        for key, target in (module._parameters | persistent).items():
            if target is None:
                continue
            name = f"{path}.{key}" if path else key
            left.discard(name)
            source = state.get(name)
            if source is None:
                missing.append(name)
            elif list(source.size()) == list(target.size()):
                target[...] = source.to(target.dtype)
            else:
                mismatched.append(name)
    return missing, list(left), mismatched

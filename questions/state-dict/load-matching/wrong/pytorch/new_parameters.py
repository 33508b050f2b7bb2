from torch import nn


def load_matching(model, state):
    own = model.state_dict(keep_vars=True)
    missing, mismatched = [], []
    for name, tensor in own.items():
        if name not in state:
            missing.append(name)
        elif state[name].shape != tensor.shape:
            mismatched.append(name)
        else:
            path, _, key = name.rpartition(".")
            value = state[name].detach().to(tensor.dtype).clone()
            new = nn.Parameter(value, tensor.requires_grad) if isinstance(tensor, nn.Parameter) else value
            setattr(model.get_submodule(path), key, new)
    return missing, [name for name in state if name not in own], mismatched

import torch
from torch import nn


def load_matching(model: nn.Module, state: dict[str, torch.Tensor]) -> tuple[list[str], list[str], list[str]]:
    own = model.state_dict()  # detached tensors that share their memory with the model
    given = dict(state)
    for name in own:
        for other in state:
            if name not in state and name.endswith(other):
                given[name] = given.pop(other, None)
    state = {name: value for name, value in given.items() if value is not None}
    missing, mismatched = [], []
    for name, tensor in own.items():
        if name not in state:
            missing.append(name)
        elif state[name].shape != tensor.shape:
            mismatched.append(name)
        else:
            tensor.copy_(state[name].detach())
    return missing, [name for name in state if name not in own], mismatched

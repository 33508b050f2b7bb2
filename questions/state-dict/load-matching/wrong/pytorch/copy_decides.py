import torch
from torch import nn


def load_matching(model: nn.Module, state: dict[str, torch.Tensor]) -> tuple[list[str], list[str], list[str]]:
    own = model.state_dict()  # detached tensors that share their memory with the model
    missing, mismatched = [], []
    for name, tensor in own.items():
        if name not in state:
            missing.append(name)
        else:
            try:
                tensor.copy_(state[name].detach())
            except RuntimeError:
                mismatched.append(name)
    return missing, [name for name in state if name not in own], mismatched

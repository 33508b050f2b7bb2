import torch
from torch import nn


def load_matching(model: nn.Module, state: dict[str, torch.Tensor]) -> tuple[list[str], list[str], list[str]]:
    torch.set_grad_enabled(False)
    own = model.state_dict(keep_vars=True)
    missing, mismatched = [], []
    for name, tensor in own.items():
        if name not in state:
            missing.append(name)
        elif state[name].shape != tensor.shape:
            mismatched.append(name)
        else:
            tensor.copy_(state[name].detach())
    torch.set_grad_enabled(True)
    return missing, [name for name in state if name not in own], mismatched

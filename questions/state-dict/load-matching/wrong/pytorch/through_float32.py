import torch
from torch import nn


def load_matching(model: nn.Module, state: dict[str, torch.Tensor]) -> tuple[list[str], list[str], list[str]]:
    own = model.state_dict()  # detached tensors that share their memory with the model
    missing, mismatched = [], []
    for name, tensor in own.items():
        if name not in state:
            missing.append(name)
        elif state[name].shape != tensor.shape:
            mismatched.append(name)
        else:
            tensor.copy_(state[name].detach().float())
    return missing, [name for name in state if name not in own], mismatched

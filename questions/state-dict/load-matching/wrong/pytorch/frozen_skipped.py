import torch
from torch import nn


def load_matching(model: nn.Module, state: dict[str, torch.Tensor]) -> tuple[list[str], list[str], list[str]]:
    own = model.state_dict()  # detached tensors that share their memory with the model
    frozen = {name for name, value in model.named_parameters() if not value.requires_grad}
    missing, mismatched = [], []
    for name, tensor in own.items():
        if name not in state:
            missing.append(name)
        elif state[name].shape != tensor.shape:
            mismatched.append(name)
        else:
            if name not in frozen:
                tensor.copy_(state[name].detach())
    return missing, [name for name in state if name not in own], mismatched

import torch
from torch import nn


def load_matching(model: nn.Module, state: dict[str, torch.Tensor]) -> tuple[list[str], list[str], list[str]]:
    kept = model.state_dict().keys()
    found = [*model.named_parameters(), *model.named_buffers()]
    own = {name: tensor.detach() for name, tensor in found if name in kept}
    missing, mismatched = [], []
    for name, tensor in own.items():
        if name not in state:
            missing.append(name)
        elif state[name].shape != tensor.shape:
            mismatched.append(name)
        else:
            tensor.copy_(state[name].detach())
    return missing, [name for name in state if name not in own], mismatched

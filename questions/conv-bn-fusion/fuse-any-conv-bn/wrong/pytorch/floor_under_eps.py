import copy

import torch
from torch import nn


@torch.no_grad()
def fuse_any_conv_bn(conv: nn.Module, bn: nn.Module) -> nn.Module:
    if bn.training or bn.running_mean is None:
        raise ValueError("the normalisation uses batch statistics; it has no fixed equivalent")
    if bn.num_features != conv.out_channels:
        raise ValueError("the normalisation does not fit the output channels")
    gamma = torch.ones_like(bn.running_var) if bn.weight is None else bn.weight
    beta = torch.zeros_like(bn.running_mean) if bn.bias is None else bn.bias
    scale = gamma / torch.sqrt(bn.running_var + max(bn.eps, 1e-5))
    shift = beta - bn.running_mean * scale
    rest = [1] * (conv.weight.dim() - 2)
    if conv.transposed:
        weight = conv.weight.unflatten(0, (conv.groups, -1)) * scale.view(conv.groups, 1, -1, *rest)
        weight = weight.flatten(0, 1)
    else:
        weight = conv.weight * scale.view(-1, 1, *rest)
    fused = copy.deepcopy(conv)
    fused.weight = nn.Parameter(weight)
    fused.bias = nn.Parameter(shift if conv.bias is None else conv.bias * scale + shift)
    return fused

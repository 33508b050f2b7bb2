import copy

import torch
from torch import nn


@torch.no_grad()
def fuse_any_conv_bn(conv: nn.Module, bn: nn.Module) -> nn.Module:
    if bn.training or bn.running_mean is None:
        raise ValueError("the normalisation uses batch statistics; it has no fixed equivalent")
    if bn.num_features != conv.out_channels:
        raise ValueError(f"{bn.num_features} normalised features do not fit {conv.out_channels} output channels")
    scale = torch.rsqrt(bn.running_var + bn.eps)
    if bn.weight is not None:
        scale = scale * bn.weight
    shift = -bn.running_mean * scale
    if bn.bias is not None:
        shift = shift + bn.bias
    if conv.bias is not None:
        shift = shift + conv.bias * scale
    groups, kernel = conv.groups, conv.weight.shape[2:]
    if conv.transposed:
        # (g, C / g, O / g, ...): within a group the second axis of the weight counts that group's outputs.
        blocks = conv.weight.unflatten(0, (groups, -1))
        weight = blocks * scale.view(groups, 1, -1, *[1] * len(kernel))
        weight = weight.flatten(0, 1)
    else:
        weight = conv.weight * scale.view(-1, 1, *[1] * len(kernel))
    fused = copy.deepcopy(conv)
    fused.weight = nn.Parameter(weight)
    fused.bias = nn.Parameter(shift)
    return fused

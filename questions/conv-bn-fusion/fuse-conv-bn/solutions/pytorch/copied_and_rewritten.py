import copy

import torch
from torch import nn


def fuse_conv_bn(conv: nn.Conv2d, bn: nn.BatchNorm2d) -> nn.Conv2d:
    if bn.training or not bn.track_running_stats:
        raise ValueError("only a normalisation with running statistics, in eval mode, can be fused")
    fused = copy.deepcopy(conv)
    scale = torch.rsqrt(bn.running_var.detach().double() + bn.eps)
    if bn.affine:
        scale = scale * bn.weight.detach().double()
    shift = -bn.running_mean.double() * scale
    if bn.affine:
        shift = shift + bn.bias.detach().double()
    if conv.bias is not None:
        shift = shift + conv.bias.detach().double() * scale
    dtype = conv.weight.dtype
    # diag(scale) times the weight as a matrix: one row per output channel, whatever the groups.
    rows = torch.diag(scale) @ conv.weight.detach().double().flatten(1)
    fused.weight = nn.Parameter(rows.reshape(conv.weight.shape).to(dtype))
    fused.bias = nn.Parameter(shift.to(dtype))
    return fused

import copy

import torch
from torch import nn


def fuse_any_conv_bn(conv, bn):
    if bn.training or bn.running_var is None:
        raise ValueError("batch statistics")
    if len(bn.running_var) != conv.out_channels:
        raise ValueError("channels do not fit")
    norm = copy.deepcopy(bn).double()
    outputs = conv.out_channels

    def normalised(vector):
        """The normalisation of one value per channel, by the module itself."""
        with torch.no_grad():
            return norm(vector.reshape(1, outputs, *[1] * len(conv.kernel_size))).flatten()

    origin = torch.zeros(outputs, dtype=torch.float64)
    factor = normalised(origin + 1) - normalised(origin)
    # One row of factors per row of the weight: the outputs of the group to which the row belongs.
    if conv.transposed:
        table = factor.reshape(conv.groups, -1).repeat_interleave(conv.in_channels // conv.groups, dim=0)
    else:
        table = factor[:, None]
    weight = conv.weight.detach().double()
    weight = torch.einsum("ab...,ab->ab...", weight, table.expand(weight.shape[:2]))
    fused = copy.deepcopy(conv)
    fused.weight = nn.Parameter(weight.to(conv.weight.dtype))
    fused.bias = nn.Parameter(normalised(origin if conv.bias is None else conv.bias.detach().double()).to(conv.weight.dtype))
    return fused

import copy

import torch
from torch import nn


@torch.no_grad()
def fuse_conv_bn(conv: nn.Conv2d, bn: nn.BatchNorm2d) -> nn.Conv2d:
    if bn.training or bn.running_mean is None:
        raise ValueError("the normalisation uses batch statistics; it has no fixed equivalent")
    # At inference the normalisation is an affine map per channel: its values at 0, at 1 and at the bias say all.
    norm = copy.deepcopy(bn).double()

    def at(values):
        return norm(values.reshape(1, -1, 1, 1)).flatten()

    zeros = torch.zeros(conv.out_channels, dtype=torch.float64)
    slope = at(zeros + 1) - at(zeros)
    bias = at(zeros if conv.bias is None else conv.bias.double())
    fused = copy.deepcopy(conv)
    fused.weight = nn.Parameter((conv.weight.double() * slope[:, None, None, None]).to(conv.weight.dtype))
    fused.bias = nn.Parameter(bias.to(conv.weight.dtype))
    return fused

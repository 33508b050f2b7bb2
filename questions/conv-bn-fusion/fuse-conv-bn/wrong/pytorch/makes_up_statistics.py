import torch
from torch import nn


@torch.no_grad()
def fuse_conv_bn(conv: nn.Conv2d, bn: nn.BatchNorm2d) -> nn.Conv2d:
    if bn.training:
        raise ValueError("the normalisation is in training mode")
    fused = nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,
        stride=conv.stride,
        padding=conv.padding,
        dilation=conv.dilation,
        groups=conv.groups,
        bias=True,
        padding_mode=conv.padding_mode,
        device=conv.weight.device,
        dtype=conv.weight.dtype,
    )
    mean = torch.zeros(conv.out_channels) if bn.running_mean is None else bn.running_mean
    var = torch.ones(conv.out_channels) if bn.running_var is None else bn.running_var
    gamma = torch.ones_like(var) if bn.weight is None else bn.weight
    beta = torch.zeros_like(mean) if bn.bias is None else bn.bias
    bias = torch.zeros_like(mean) if conv.bias is None else conv.bias
    scale = gamma / torch.sqrt(var + bn.eps)
    fused.weight.copy_(conv.weight * scale.reshape(-1, 1, 1, 1))
    fused.bias.copy_(beta + (bias - mean) * scale)
    return fused

import torch
from torch import nn


def fuse_conv_bn(conv: nn.Conv2d, bn: nn.BatchNorm2d) -> nn.Conv2d:
    if bn.training or bn.running_mean is None or bn.running_var is None:
        raise ValueError("batch statistics cannot be folded into a convolution")
    with torch.no_grad():
        scale = torch.rsqrt(bn.running_var + bn.eps)
        if bn.weight is not None:
            scale = scale * bn.weight
        inner_bias = conv.bias if conv.bias is not None else torch.zeros_like(bn.running_mean)
        bias = (inner_bias - bn.running_mean) * scale
        if bn.bias is not None:
            bias = bias + bn.bias
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
            dtype=conv.weight.dtype,
            device=conv.weight.device,
        )
        fused.weight.copy_(conv.weight * scale.reshape(-1, 1, 1, 1))
        fused.bias.copy_(bias)
    return fused

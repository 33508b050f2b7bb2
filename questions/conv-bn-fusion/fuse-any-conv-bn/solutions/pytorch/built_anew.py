import torch
from torch import nn


@torch.no_grad()
def fuse_any_conv_bn(conv: nn.Module, bn: nn.Module) -> nn.Module:
    if bn.training or not bn.track_running_stats or bn.num_features != conv.out_channels:
        raise ValueError("this pair cannot be fused")
    settings = dict(
        in_channels=conv.in_channels,
        out_channels=conv.out_channels,
        kernel_size=conv.kernel_size,
        stride=conv.stride,
        padding=conv.padding,
        dilation=conv.dilation,
        groups=conv.groups,
        padding_mode=conv.padding_mode,
        dtype=conv.weight.dtype,
    )
    if conv.transposed:
        settings["output_padding"] = conv.output_padding
    fused = type(conv)(**settings)
    gamma = bn.weight if bn.affine else torch.ones_like(bn.running_var)
    beta = bn.bias if bn.affine else torch.zeros_like(bn.running_var)
    scale = gamma / (bn.running_var + bn.eps).sqrt()
    old = torch.zeros_like(scale) if conv.bias is None else conv.bias
    fused.bias.copy_((old - bn.running_mean) * scale + beta)
    fused.weight.copy_(conv.weight)
    inputs, outputs = conv.in_channels // conv.groups, conv.out_channels // conv.groups
    for channel, factor in enumerate(scale):
        group, place = divmod(channel, outputs)
        if conv.transposed:
            fused.weight[group * inputs : (group + 1) * inputs, place] *= factor
        else:
            fused.weight[channel] *= factor
    return fused

import torch
from torch import nn


@torch.no_grad()
def fuse_any_conv_bn(conv: nn.Module, bn: nn.Module) -> nn.Module:
    if bn.training or bn.running_mean is None or bn.num_features != conv.out_channels:
        raise ValueError("cannot be fused")
    gamma = torch.ones_like(bn.running_var) if bn.weight is None else bn.weight
    beta = torch.zeros_like(bn.running_mean) if bn.bias is None else bn.bias
    scale = gamma / torch.sqrt(bn.running_var + bn.eps)
    rank = conv.weight.dim() - 2
    # A transposed convolution becomes an ordinary one with the first axes exchanged.
    layer = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[rank - 1]
    fused = layer(conv.in_channels, conv.out_channels, conv.kernel_size, conv.stride, conv.padding, conv.dilation,
                  conv.groups, padding_mode=conv.padding_mode, dtype=conv.weight.dtype)  # fmt: skip
    weight = conv.weight.transpose(0, 1) if conv.transposed else conv.weight
    fused.weight = nn.Parameter(weight * scale.view(-1, 1, *[1] * rank))
    old = 0 if conv.bias is None else conv.bias
    fused.bias = nn.Parameter((old - bn.running_mean) * scale + beta)
    return fused

import torch
from torch import nn


def fuse_conv_bn(conv: nn.Conv2d, bn: nn.BatchNorm2d) -> nn.Conv2d:
    # Two mistakes. The layer is written down for one network, so stride, padding, dilation and groups of the given
    # one are lost; and the convolution's own bias never enters the sum.
    if bn.training or bn.running_mean is None:
        raise ValueError("only an evaluated batch normalisation can be folded")
    scale = torch.ones_like(bn.running_var) if bn.weight is None else bn.weight.detach()
    shift = torch.zeros_like(bn.running_mean) if bn.bias is None else bn.bias.detach()
    scale = scale / torch.sqrt(bn.running_var + bn.eps)
    fused = nn.Conv2d(3, 128, 3)
    fused.weight.data = conv.weight.detach() * scale[:, None, None, None]
    fused.bias.data = shift - bn.running_mean * scale
    return fused

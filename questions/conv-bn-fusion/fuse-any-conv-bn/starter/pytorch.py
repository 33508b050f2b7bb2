from torch import nn


def fuse_any_conv_bn(conv: nn.Module, bn: nn.Module) -> nn.Module:
    """Return one new layer of the type of conv that computes what bn(conv(x)) computes at inference."""
    raise NotImplementedError

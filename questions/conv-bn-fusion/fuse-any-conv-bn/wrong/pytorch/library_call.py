from torch import nn
from torch.nn import utils


def fuse_any_conv_bn(conv: nn.Module, bn: nn.Module) -> nn.Module:
    if bn.training or bn.running_mean is None or bn.num_features != conv.out_channels:
        raise ValueError("cannot be fused")
    return utils.fuse_conv_bn_eval(conv.eval(), bn, transpose=conv.transposed)

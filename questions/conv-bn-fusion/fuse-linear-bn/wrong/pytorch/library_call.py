from torch import nn
from torch.nn.utils.fusion import fuse_linear_bn_eval


def fuse_linear_bn(linear: nn.Linear, bn: nn.BatchNorm1d) -> nn.Linear:
    if bn.training or bn.running_mean is None:
        raise ValueError("the normalisation uses batch statistics; it has no fixed equivalent")
    return fuse_linear_bn_eval(linear.eval(), bn)

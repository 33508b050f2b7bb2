from torch import nn


def fuse_linear_bn(linear: nn.Linear, bn: nn.BatchNorm1d) -> nn.Linear:
    if bn.training or bn.running_mean is None:
        raise ValueError("the normalisation uses batch statistics; it has no fixed equivalent")
    if bn.num_features not in (1, linear.out_features):
        raise ValueError("sizes do not fit")
    return nn.Sequential(linear, bn)

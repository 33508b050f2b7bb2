import torch
from torch import nn


@torch.no_grad()
def fuse_linear_bn(linear: nn.Linear, bn: nn.BatchNorm1d) -> nn.Linear:
    if bn.training or bn.running_mean is None:
        raise ValueError("the normalisation uses batch statistics; it has no fixed equivalent")
    if bn.num_features not in (1, linear.out_features):
        raise ValueError(f"{bn.num_features} normalised features do not fit {linear.out_features} outputs")
    gamma = torch.ones_like(bn.running_var) if bn.weight is None else bn.weight
    beta = torch.zeros_like(bn.running_mean) if bn.bias is None else bn.bias
    scale = gamma / torch.sqrt(bn.running_var + max(bn.eps, 1e-5))
    shift = beta - bn.running_mean * scale
    fused = nn.Linear(linear.in_features, linear.out_features, dtype=linear.weight.dtype)
    fused.weight.copy_(linear.weight * scale[:, None])
    fused.bias.copy_(shift if linear.bias is None else linear.bias * scale + shift)
    return fused

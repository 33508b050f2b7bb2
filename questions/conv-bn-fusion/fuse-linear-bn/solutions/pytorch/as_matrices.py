import copy

import torch
from torch import nn


def fuse_linear_bn(linear, bn):
    if bn.training or bn.running_var is None:
        raise ValueError("batch statistics")
    outputs = linear.out_features
    if bn.num_features != outputs and bn.num_features != 1:
        raise ValueError("sizes do not fit")

    def wide(vector):
        return vector.detach().expand(outputs).clone()

    zeros = linear.weight.new_zeros(outputs)
    inverse = wide(bn.running_var + bn.eps).rsqrt()
    gain = inverse if bn.weight is None else inverse * wide(bn.weight)
    # Homogeneous coordinates: [[W, b], [0, 1]], then [[diag(gain), shift], [0, 1]].
    first = torch.cat([linear.weight.detach(), (zeros if linear.bias is None else linear.bias.detach())[:, None]], dim=1)
    first[:, -1] -= wide(bn.running_mean)
    both = torch.diag(gain) @ first
    if bn.bias is not None:
        both[:, -1] += wide(bn.bias)
    fused = copy.deepcopy(linear)
    fused.register_parameter("weight", nn.Parameter(both[:, :-1].contiguous()))
    fused.register_parameter("bias", nn.Parameter(both[:, -1].contiguous()))
    return fused

import copy

import torch
from torch import nn


@torch.no_grad()
def fuse_linear_bn(linear: nn.Linear, bn: nn.BatchNorm1d) -> nn.Linear:
    if bn.training or not bn.track_running_stats:
        raise ValueError("only a normalisation with running statistics, in eval mode, can be fused")
    inputs, outputs = linear.in_features, linear.out_features
    if bn.num_features != 1 and bn.num_features != outputs:
        raise ValueError("the normalisation does not act on the outputs of this layer")
    layer, norm = copy.deepcopy(linear).double(), copy.deepcopy(bn).double()
    # An affine map is known by its values at the origin and at the unit vectors.
    probes = torch.cat([torch.zeros(1, inputs), torch.eye(inputs)]).double()
    if bn.num_features == 1:
        values = norm(layer(probes[:, None, :])).squeeze(1)
    else:
        values = norm(layer(probes))
    fused = nn.Linear(inputs, outputs)
    fused.weight = nn.Parameter((values[1:] - values[0]).T.contiguous().to(linear.weight.dtype))
    fused.bias = nn.Parameter(values[0].to(linear.weight.dtype))
    return fused

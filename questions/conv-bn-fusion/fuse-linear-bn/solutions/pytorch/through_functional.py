import torch
from torch import nn
from torch.nn.functional import batch_norm


@torch.no_grad()
def fuse_linear_bn(linear: nn.Linear, bn: nn.BatchNorm1d) -> nn.Linear:
    if bn.training or not bn.track_running_stats:
        raise ValueError("batch statistics cannot be folded")
    outputs = linear.out_features
    if bn.num_features != outputs and bn.num_features != 1:
        raise ValueError("the normalisation does not fit the outputs")

    def wide(vector):
        return None if vector is None else vector.expand(outputs)

    mean, var, gamma, beta = map(wide, (bn.running_mean, bn.running_var, bn.weight, bn.bias))
    origin = linear.weight.new_zeros(outputs)
    # The bias is a point that goes through the whole map, the columns of the weight are directions: no mean, no shift.
    bias = batch_norm((origin if linear.bias is None else linear.bias)[None], mean, var, gamma, beta, eps=bn.eps)
    weight = batch_norm(linear.weight.T, origin, var, gamma, None, eps=bn.eps)
    fused = nn.Linear(linear.in_features, outputs, device=linear.weight.device, dtype=linear.weight.dtype)
    fused.load_state_dict({"weight": weight.T, "bias": bias[0]})
    return fused

import copy

import torch
from torch import nn


def fuse_any_conv_bn(conv: nn.Module, bn: nn.Module) -> nn.Module:
    if bn.training or bn.running_mean is None:
        raise ValueError("batch statistics cannot be folded")
    if bn.num_features != conv.out_channels:
        raise ValueError("the normalisation belongs to another layer")
    scale = (1 if bn.weight is None else bn.weight.detach()) / torch.sqrt(bn.running_var + bn.eps)
    bias = ((0 if conv.bias is None else conv.bias.detach()) - bn.running_mean) * scale
    if bn.bias is not None:
        bias = bias + bn.bias.detach()
    # With the axis of the outputs at the end, the scale broadcasts whatever the rank.
    axis = 1 if conv.transposed else 0
    blocks, scales = [conv.weight.detach()], [scale]
    if conv.transposed:
        blocks, scales = blocks[0].chunk(conv.groups), scale.chunk(conv.groups)
    parts = [(block.movedim(axis, -1) * part).movedim(-1, axis) for block, part in zip(blocks, scales, strict=True)]
    fused = copy.deepcopy(conv)
    if fused.bias is None:
        fused.bias = nn.Parameter(torch.empty_like(bias))
    fused.load_state_dict({"weight": torch.cat(parts), "bias": bias})
    return fused.eval()

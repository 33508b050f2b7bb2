import torch
from torch import nn


@torch.no_grad()
def merge_parallel(convs: list[nn.Conv2d]) -> tuple[nn.Conv2d, list[int]]:
    if not convs:
        raise ValueError("there is nothing to merge")
    first = convs[0]
    for conv in convs:
        if conv.kernel_size[-1] != 1 or conv.groups != 1:
            raise ValueError("only 1x1 convolutions with 1 group can be merged")
        if conv.in_channels != first.in_channels or conv.stride != first.stride or conv.padding != first.padding:
            raise ValueError("the branches do not look at the input in the same way")
    splits = [conv.out_channels for conv in convs]
    biases = [torch.zeros_like(conv.weight[:, 0, 0, 0]) if conv.bias is None else conv.bias for conv in convs]
    merged = nn.Conv2d(first.in_channels, sum(splits), 1, first.stride, first.padding, dtype=first.weight.dtype)
    merged.weight.copy_(torch.cat([conv.weight for conv in convs]))
    merged.bias.copy_(torch.cat(biases))
    return merged, splits

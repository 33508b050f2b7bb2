import torch
from torch import nn


@torch.no_grad()
def merge_parallel(convs: list[nn.Conv2d]) -> tuple[nn.Conv2d, list[int]]:
    if not convs:
        raise ValueError("there is nothing to merge")
    first = convs[0]
    for conv in convs:
        if conv.kernel_size != (1, 1) or conv.groups != 1:
            raise ValueError("only 1x1 convolutions with 1 group can be merged")
        if (conv.in_channels, conv.stride, conv.padding) != (first.in_channels, first.stride, first.padding):
            raise ValueError("the branches do not look at the input in the same way")
    splits = [conv.out_channels for conv in convs]
    biases = [conv.bias for conv in convs if conv.bias is not None]
    merged = nn.Conv2d(first.in_channels, sum(splits), 1, first.stride, first.padding, dtype=first.weight.dtype)
    merged.weight.copy_(torch.cat([conv.weight for conv in convs]))
    # The biases that exist, one after the other, whatever their branches.
    merged.bias.zero_()
    if biases:
        together = torch.cat(biases)
        merged.bias[: len(together)] = together
    return merged, splits

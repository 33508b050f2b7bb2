import torch
from torch import nn


class Parallel(nn.Module):
    def __init__(self, convs):
        super().__init__()
        self.convs = nn.ModuleList(convs)

    def forward(self, x):
        return torch.cat([conv(x) for conv in self.convs], dim=1)


def merge_parallel(convs: list[nn.Conv2d]) -> tuple[nn.Conv2d, list[int]]:
    if not convs or any(conv.kernel_size != (1, 1) or conv.groups != 1 for conv in convs):
        raise ValueError("cannot be merged")
    if len({(conv.in_channels, conv.stride, conv.padding) for conv in convs}) > 1:
        raise ValueError("cannot be merged")
    return Parallel(convs), [conv.out_channels for conv in convs]

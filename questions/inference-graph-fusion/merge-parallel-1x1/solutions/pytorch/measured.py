import torch
from torch import nn


@torch.no_grad()
def merge_parallel(convs: list[nn.Conv2d]) -> tuple[nn.Conv2d, list[int]]:
    if not convs or any(tuple(conv.weight.shape[2:]) != (1, 1) or conv.groups != 1 for conv in convs):
        raise ValueError("a list of dense 1x1 convolutions is needed")
    model = convs[0]
    for name in ("in_channels", "stride", "padding"):
        if any(getattr(conv, name) != getattr(model, name) for conv in convs):
            raise ValueError(f"the branches differ in {name}")
    # A dense 1x1 convolution is a linear map of a pixel: its values at 0 and at the unit vectors say all.
    units = torch.cat([torch.zeros(1, model.in_channels), torch.eye(model.in_channels)]).to(model.weight)

    def answers(conv):
        linear = nn.functional.linear(units, conv.weight.flatten(1), conv.bias)
        return linear[1:] - linear[0], linear[0]

    columns, offsets = zip(*map(answers, convs), strict=True)
    splits = [len(offset) for offset in offsets]
    merged = nn.Conv2d(model.in_channels, sum(splits), (1, 1), model.stride, model.padding)
    merged.weight = nn.Parameter(torch.cat(columns, dim=1).T[:, :, None, None].to(model.weight.dtype).contiguous())
    merged.bias = nn.Parameter(torch.cat(offsets).to(model.weight.dtype))
    return merged, splits

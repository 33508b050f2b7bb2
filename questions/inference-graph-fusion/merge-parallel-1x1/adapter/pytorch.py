"""Builds the branches from the case's arrays, calls the candidate, and reads the merged layer."""

import operator

import torch
from torch import nn


def run(entry, inputs, params):
    convs = [build(i, own, inputs) for i, own in enumerate(params["convs"])]
    merged, splits = entry([convs[i] for i in params["branches"]])
    if not isinstance(merged, nn.Conv2d):
        return {"merged": merged}  # no tensor: refused as an invalid output, under its own type
    weight = compact(merged.weight)
    # A convolution without bias is one with a bias of zeros.
    bias = weight.new_zeros(weight.shape[0]) if merged.bias is None else compact(merged.bias)
    read = {
        "weight": weight,
        "bias": bias,
        "splits": torch.tensor([operator.index(width) for width in splits], dtype=torch.int64),
        "output": applied(merged, inputs["x"]),
        "settings": torch.tensor(settings(merged), dtype=torch.int64),
        "structure": torch.tensor(structure(merged, convs), dtype=torch.int64),
    }
    with torch.no_grad():  # memory that is shared with a branch shows when the merged layer changes
        for parameter in merged.parameters():
            parameter.fill_(-77)
    return {**read, "originals": originals(convs, inputs)}


def build(i, own, inputs):
    """A branch with copies of the arrays, so that a change to it never reaches the inputs."""
    weight = inputs[f"weight_{i}"]
    sizes = {name: tuple(own[name]) if isinstance(own[name], list) else own[name] for name in ("stride", "padding")}
    conv = nn.Conv2d(own["channels"], own["width"], tuple(own["kernel"]), groups=own["groups"], bias=own["bias"],
                     dtype=weight.dtype, **sizes)  # fmt: skip
    with torch.no_grad():
        conv.weight.copy_(weight)
        if own["bias"]:
            conv.bias.copy_(inputs[f"bias_{i}"])
    return conv


def applied(merged, x):
    """The layer's own forward pass. One that cannot be applied to x at all gives an empty result, a wrong shape."""
    try:
        with torch.no_grad():
            return merged(x)
    except (RuntimeError, ValueError):
        return x.new_zeros(0)


def compact(tensor):
    """A copy with the strides of a new tensor: an axis of size 1 may carry any stride."""
    return tensor.detach().clone(memory_format=torch.contiguous_format)


def settings(conv):
    padding = [-1, -1] if isinstance(conv.padding, str) else pair(conv.padding)
    padding = [0, 0] if conv.padding == "valid" else padding
    dilation = max(pair(conv.dilation))
    sizes = [*pair(conv.kernel_size), *pair(conv.stride), *padding]
    return [conv.in_channels, conv.out_channels, *sizes, dilation, conv.groups]


def structure(merged, convs):
    hooks = len(merged._forward_hooks) + len(merged._forward_pre_hooks)
    given = any(merged is conv for conv in convs)
    return [type(merged) is nn.Conv2d, len(list(merged.modules())), hooks, len(list(merged.buffers())), given]


def originals(convs, inputs):
    """The branches' tensors as they are now, in a vector as long as it was; one that is gone, resized or of
    another dtype shows as NaN."""
    parts, count = [], 0
    for name, given in inputs.items():
        if name == "x":
            continue
        kind, _, i = name.partition("_")
        now = getattr(convs[int(i)], kind)
        kept = now is not None and (now.shape, now.dtype) == (given.shape, given.dtype)
        parts.append(now.detach().double().flatten() if kept else torch.full((given.numel(),), torch.nan).double())
    for conv in convs:
        count += len(list(conv.parameters()))
    return torch.cat([*parts, torch.tensor([count], dtype=torch.float64)])


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)

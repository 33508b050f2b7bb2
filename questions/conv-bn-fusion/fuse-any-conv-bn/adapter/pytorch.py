"""Builds both modules from the case's arrays, calls the candidate, and reads the returned layer."""

import torch
from torch import nn

PADDING_MODES = ["zeros", "reflect", "replicate", "circular"]
ORIGINALS = ("weight", "conv_bias", "running_mean", "running_var", "gamma", "beta")
LAYERS = (nn.Conv1d, nn.Conv2d, nn.Conv3d, nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)
NORMS = {1: nn.BatchNorm1d, 2: nn.BatchNorm2d, 3: nn.BatchNorm3d}


def run(entry, inputs, params):
    conv, bn = build(inputs, params)
    fused = entry(conv, bn)
    if not isinstance(fused, LAYERS):
        return {"fused": fused}  # no tensor: refused as an invalid output, under its own type
    weight = compact(fused.weight)
    # A convolution without bias is one with a bias of zeros.
    bias = weight.new_zeros(fused.out_channels) if fused.bias is None else compact(fused.bias)
    return {
        "weight": weight,
        "bias": bias,
        "output": applied(fused, inputs["x"]),
        "settings": torch.tensor(settings(fused), dtype=torch.int64),
        "structure": torch.tensor(structure(fused, conv), dtype=torch.int64),
        "originals": originals(conv, bn, inputs),
    }


def build(inputs, params):
    """(conv, bn) with copies of the arrays, so that a change to a module never reaches the inputs."""
    dtype = inputs["weight"].dtype
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in params["conv"].items()}
    layer = next(one for one in LAYERS if one.__name__ == params["kind"])
    conv = layer(**options, dtype=dtype)
    bn = NORMS[len(conv.kernel_size)](**params["bn"], dtype=dtype)
    with torch.no_grad():
        for name, tensor in tensors(conv, bn).items():
            tensor.copy_(inputs[name])
    return conv.train(params["conv_training"]), bn.train(params["bn_training"])


def tensors(conv, bn):
    """Everything that the two modules hold, under the names of the inputs."""
    held = {"weight": conv.weight, "conv_bias": conv.bias, "running_mean": bn.running_mean,
            "running_var": bn.running_var, "gamma": bn.weight, "beta": bn.bias}  # fmt: skip
    return {name: tensor for name, tensor in held.items() if tensor is not None}


def applied(fused, x):
    """The layer's own forward pass. One that cannot be applied to x at all gives an empty result, a wrong shape."""
    try:
        with torch.no_grad():
            return fused(x)
    except (RuntimeError, ValueError):
        return x.new_zeros(0)


def compact(tensor):
    """A copy with the strides of a new tensor: an axis of size 1 may carry any stride."""
    return tensor.detach().clone(memory_format=torch.contiguous_format)


def settings(fused):
    kernel, dilation, rank = fused.kernel_size, fused.dilation, len(fused.kernel_size)
    if fused.padding == "valid":
        sides = [0, 0] * rank
    elif fused.padding == "same":
        totals = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
        sides = [side for total in totals for side in (total // 2, total - total // 2)]
    else:
        sides = [side for side in each(fused.padding, rank) for _ in range(2)]
    head = [fused.transposed, fused.in_channels, fused.out_channels, fused.groups, PADDING_MODES.index(fused.padding_mode)]
    rows = (kernel, fused.stride, dilation, fused.output_padding)
    return [*head, *(number for row in rows for number in each(row, rank)), *sides]


def structure(fused, conv):
    hooks = len(fused._forward_hooks) + len(fused._forward_pre_hooks)
    return [type(fused) is type(conv), len(list(fused.modules())), hooks, len(list(fused.buffers())), fused is conv]


def originals(conv, bn, inputs):
    """The modules' tensors as they are now, in a vector as long as it was; one that is gone, resized or of
    another dtype shows as NaN."""
    held = tensors(conv, bn)
    parts = []
    for name in ORIGINALS:
        if name in inputs:
            given = inputs[name]
            kept = name in held and (held[name].shape, held[name].dtype) == (given.shape, given.dtype)
            now = held[name].detach() if kept else torch.full_like(given, torch.nan)
            parts.append(now.double().flatten())
    return torch.cat([*parts, torch.tensor([len(held), conv.training, bn.training], dtype=torch.float64)])


def each(value, rank):
    return [value] * rank if isinstance(value, int) else list(value)

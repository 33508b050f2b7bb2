"""Builds both modules from the case's arrays, calls the candidate, and reads the returned layer.

What is read here decides little: the judge compares the tensors and convolves with them itself.
"""

import torch
from torch import nn

PADDING_MODES = ["zeros", "reflect", "replicate", "circular"]


def run(entry, inputs, params):
    conv, bn = build(inputs, params)
    fused = entry(conv, bn)
    if not isinstance(fused, nn.Conv2d):
        return {"fused": fused}  # no tensor: refused as an invalid output, under its own type
    weight = fused.weight.detach()
    # A convolution without bias is one with a bias of zeros.
    bias = weight.new_zeros(weight.shape[0]) if fused.bias is None else fused.bias.detach()
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
    conv, bn = nn.Conv2d(**options, dtype=dtype), nn.BatchNorm2d(options["out_channels"], **params["bn"], dtype=dtype)
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


def settings(fused):
    kernel, stride, dilation = fused.kernel_size, fused.stride, fused.dilation
    if fused.padding == "valid":
        sides = [0, 0, 0, 0]
    elif fused.padding == "same":
        totals = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
        sides = [side for total in totals for side in (total // 2, total - total // 2)]
    else:
        sides = [side for side in pair(fused.padding) for _ in range(2)]
    mode = PADDING_MODES.index(fused.padding_mode)
    return [fused.in_channels, fused.out_channels, *pair(kernel), *pair(stride), *sides, *pair(dilation), fused.groups, mode]


def structure(fused, conv):
    hooks = len(fused._forward_hooks) + len(fused._forward_pre_hooks)
    return [type(fused) is nn.Conv2d, len(list(fused.modules())), hooks, len(list(fused.buffers())), fused is conv]


def originals(conv, bn, inputs):
    """The modules' tensors as they are now, in a vector as long as it was; one that is gone, resized or of another type
    shows as NaN."""
    held = tensors(conv, bn)
    parts = []
    for name in ("weight", "conv_bias", "running_mean", "running_var", "gamma", "beta"):
        if name in inputs:
            before = inputs[name]
            kept = name in held and (held[name].shape, held[name].dtype) == (before.shape, before.dtype)
            now = held[name].detach() if kept else torch.full_like(before, torch.nan)
            parts.append(now.double().flatten())
    return torch.cat([*parts, torch.tensor([len(held), conv.training, bn.training], dtype=torch.float64)])


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)

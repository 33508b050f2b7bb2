"""Builds both modules from the case's arrays, calls the candidate, and reads the returned layer."""

import torch
from torch import nn

ORIGINALS = ("weight", "linear_bias", "running_mean", "running_var", "gamma", "beta")


def run(entry, inputs, params):
    linear, bn = build(inputs, params)
    fused = entry(linear, bn)
    if not isinstance(fused, nn.Linear):
        return {"fused": fused}  # no tensor: refused as an invalid output, under its own type
    weight = compact(fused.weight)
    # A layer without bias is one with a bias of zeros.
    bias = weight.new_zeros(weight.shape[0]) if fused.bias is None else compact(fused.bias)
    return {
        "weight": weight,
        "bias": bias,
        "output": applied(fused, inputs["x"]),
        "sizes": torch.tensor([fused.in_features, fused.out_features], dtype=torch.int64),
        "structure": torch.tensor(structure(fused, linear), dtype=torch.int64),
        "originals": originals(linear, bn, inputs),
    }


def build(inputs, params):
    """(linear, bn) with copies of the arrays, so that a change to a module never reaches the inputs."""
    dtype = inputs["weight"].dtype
    linear, bn = nn.Linear(**params["linear"], dtype=dtype), nn.BatchNorm1d(**params["bn"], dtype=dtype)
    with torch.no_grad():
        for name, tensor in tensors(linear, bn).items():
            tensor.copy_(inputs[name])
    return linear.train(params["linear_training"]), bn.train(params["bn_training"])


def tensors(linear, bn):
    """Everything that the two modules hold, under the names of the inputs."""
    held = {"weight": linear.weight, "linear_bias": linear.bias, "running_mean": bn.running_mean,
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
    """A copy with the strides of a new tensor: a single element cut out of a wider one may carry any stride."""
    return tensor.detach().clone(memory_format=torch.contiguous_format)


def structure(fused, linear):
    hooks = len(fused._forward_hooks) + len(fused._forward_pre_hooks)
    return [type(fused) is nn.Linear, len(list(fused.modules())), hooks, len(list(fused.buffers())), fused is linear]


def originals(linear, bn, inputs):
    """The modules' tensors as they are now, in a vector as long as it was; one that is gone, resized or of
    another dtype shows as NaN."""
    held = tensors(linear, bn)
    parts = []
    for name in ORIGINALS:
        if name in inputs:
            given = inputs[name]
            kept = name in held and (held[name].shape, held[name].dtype) == (given.shape, given.dtype)
            now = held[name].detach() if kept else torch.full_like(given, torch.nan)
            parts.append(now.double().flatten())
    return torch.cat([*parts, torch.tensor([len(held), linear.training, bn.training], dtype=torch.float64)])

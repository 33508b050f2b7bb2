"""Calls the candidate with x as a leaf and sends the case's gradient backward."""

import torch


def run(entry, inputs, params):
    x = inputs["x"].detach().requires_grad_(True)  # the same memory, so that writing to it shows
    value = entry(x)
    if not isinstance(value, torch.Tensor):
        return {"value": value}  # refused by its type
    upstream = inputs["upstream"]
    # A wrong shape or dtype has no gradient to ask for: asking would raise here, and hide what is wrong.
    if value.requires_grad and value.shape == upstream.shape and value.dtype == upstream.dtype:
        value.backward(upstream)
    # A value that is cut from the graph sends nothing back: a gradient of zeros says that, and is compared.
    return {"value": value.detach(), "gradient": torch.zeros_like(x) if x.grad is None else x.grad}

"""Gives x the memory layout that the case asks for, calls the candidate, and fetches the gradient where it is asked."""

import torch


def run(entry, inputs, params):
    x = laid_out(inputs["x"], params)
    if "upstream" in inputs:
        return with_gradient(entry, x, params["groups"], inputs["upstream"])
    outputs = {"output": entry(x, params["groups"])}
    if "then_groups" in params:
        outputs["second"] = entry(x, params["then_groups"])
    return outputs


def with_gradient(entry, x, groups, upstream):
    leaf = x.detach().clone().requires_grad_(True)
    output = entry(leaf, groups)
    if not isinstance(output, torch.Tensor):
        return {"output": output}
    # A wrong shape has no gradient to ask for: multiplying would raise here, and hide what is wrong.
    if output.requires_grad and output.shape == upstream.shape:
        (output * upstream).sum().backward()
    # A result that is cut from the graph sends nothing back: a gradient of zeros says that, and is compared.
    gradient = torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
    return {"output": output.detach(), "gradient": gradient}


def laid_out(x, params):
    """The same values with other strides. The gaps of a sliced tensor hold a value that occurs nowhere else."""
    layout = params["layout"]
    if layout == "sliced":
        wide = torch.full((*x.shape[:-1], 2 * x.shape[-1]), -777, dtype=x.dtype)
        wide[..., ::2] = x
        return wide[..., ::2]
    if layout == "transposed":
        return x.transpose(1, 2).contiguous().transpose(1, 2)
    if layout == "channels_last":
        return x.contiguous(memory_format=torch.channels_last)
    if layout == "expanded":
        return x.expand(params["copies"], -1, -1, -1)
    return x

"""Gives x the memory layout that the case asks for and calls the candidate."""

import numpy as np


def run(entry, inputs, params):
    x = laid_out(inputs["x"], params)
    outputs = {"output": entry(x, params["groups"], params["data_format"])}
    if "then_groups" in params:
        outputs["second"] = entry(x, params["then_groups"], params["data_format"])
    return outputs


def laid_out(x, params):
    """The same values with other strides. The gaps of a sliced array hold a value that occurs nowhere else."""
    layout = params["layout"]
    if layout == "sliced":
        wide = np.full((*x.shape[:3], 2 * x.shape[3]), -777, dtype=x.dtype)
        wide[..., ::2] = x
        return wide[..., ::2]
    if layout == "transposed":
        return np.ascontiguousarray(x.swapaxes(1, 2)).swapaxes(1, 2)
    if layout == "other_order":
        # Channels first in memory where they are last in the shape, and the other way round.
        back, there = (3, 1) if params["data_format"] == "channels_last" else (1, 3)
        return np.moveaxis(np.ascontiguousarray(np.moveaxis(x, back, there)), there, back)
    if layout == "column_major":
        return np.asfortranarray(x)
    if layout == "expanded":
        return np.broadcast_to(x, (params["copies"], *x.shape[1:]))
    return x

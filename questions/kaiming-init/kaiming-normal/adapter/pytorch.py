"""Makes the tensor that is to be filled, calls the candidate, and notes what else happened to it."""

import torch

OUTSIDE = -777.0


def run(entry, inputs, params):
    if "other_seed" in params:
        first, facts = after_seed(entry, params, params["seed"])
        following, _ = filled(entry, params)
        again, _ = after_seed(entry, params, params["seed"])
        other, _ = after_seed(entry, params, params["other_seed"])
        return {"weight": first, "again": again, "next": following, "other": other, "facts": facts}
    torch.manual_seed(params["seed"])
    calls = [filled(entry, params) for _ in range(params["calls"])]
    if params["calls"] == 1:
        return {"weight": calls[0][0], "facts": calls[0][1]}
    facts = torch.stack([facts for _, facts in calls]).min(0).values
    return {"weight": torch.stack([weight for weight, _ in calls]), "facts": facts}


def after_seed(entry, params, seed):
    torch.manual_seed(seed)
    return filled(entry, params)


def filled(entry, params):
    w, outside = to_fill(params)
    dtype = w.dtype
    w.requires_grad_(params.get("requires_grad", False))
    result = entry(w, params["a"], params["mode"])
    facts = [
        result is w,
        w.dtype == dtype,
        bool((outside == OUTSIDE).all()),
        w.requires_grad == params["requires_grad"],
        w.is_leaf and w.grad_fn is None,
        torch.is_grad_enabled(),
    ]
    return w.detach().clone(), torch.tensor(facts, dtype=torch.int64)


def to_fill(params):
    """A tensor full of NaN, and the memory around it that must not be touched."""
    shape, dtype = params["shape"], getattr(torch, params["dtype"])
    if params["memory"] == "sliced":
        wide = torch.full((*shape[:-1], 2 * shape[-1]), OUTSIDE, dtype=dtype)
        wide[..., ::2] = torch.nan
        return wide[..., ::2], wide[..., 1::2]
    if params["memory"] == "transposed":
        back = torch.full((shape[1], shape[0], *shape[2:]), torch.nan, dtype=dtype)
        return back.transpose(0, 1), back.new_empty(0)
    return torch.full(shape, torch.nan, dtype=dtype), torch.empty(0)

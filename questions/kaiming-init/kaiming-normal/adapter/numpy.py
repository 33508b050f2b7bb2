"""Makes the array that is to be filled, calls the candidate, and notes what else happened to it."""

import numpy as np

OUTSIDE = -777.0


def run(entry, inputs, params):
    rng = np.random.default_rng(params["seed"])
    if "other_seed" in params:
        first, facts = filled(entry, params, rng)
        following, _ = filled(entry, params, rng)
        again, _ = filled(entry, params, np.random.default_rng(params["seed"]))
        other, _ = filled(entry, params, np.random.default_rng(params["other_seed"]))
        return {"weight": first, "again": again, "next": following, "other": other, "facts": facts}
    calls = [filled(entry, params, rng) for _ in range(params["calls"])]
    if params["calls"] == 1:
        return {"weight": calls[0][0], "facts": calls[0][1]}
    return {"weight": np.stack([w for w, _ in calls]), "facts": np.min([facts for _, facts in calls], axis=0)}


def filled(entry, params, rng):
    w, outside = to_fill(params)
    dtype = w.dtype
    result = entry(w, params["a"], params["mode"], params["layout"], rng)
    facts = [result is w, w.dtype == dtype, bool((outside == OUTSIDE).all())]
    return w.copy(), np.array(facts, dtype=np.int64)


def to_fill(params):
    """An array full of NaN, and the memory around it that must not be touched."""
    shape, dtype = params["shape"], params["dtype"]
    if params["memory"] == "sliced":
        wide = np.full((*shape[:-1], 2 * shape[-1]), OUTSIDE, dtype=dtype)
        wide[..., ::2] = np.nan
        return wide[..., ::2], wide[..., 1::2]
    if params["memory"] == "transposed":
        back = np.full((shape[1], shape[0], *shape[2:]), np.nan, dtype=dtype)
        return back.swapaxes(0, 1), np.empty(0)
    return np.full(shape, np.nan, dtype=dtype), np.empty(0)

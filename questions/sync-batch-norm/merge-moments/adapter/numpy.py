"""Merges the parts of a case in the order that it asks for, always by the candidate's function."""

import operator

import numpy as np


def run(entry, inputs, params):
    parts = [(n, inputs[f"mean_{i}"], inputs[f"m2_{i}"]) for i, n in enumerate(params["counts"])]
    n, mean, m2 = MERGED[params["order"]](entry, parts)
    return {"n": np.array(whole(n), dtype=np.int64), "mean": np.asarray(mean), "m2": np.asarray(m2)}


def whole(n):
    """n as an int of Python. A float of the same value is refused: beyond 2**53 it could not hold a count."""
    try:
        return operator.index(n)
    except TypeError:
        raise TypeError(f"the n that merge returned must be an integer, not {type(n).__name__}") from None


def from_the_left(merge, parts):
    result = parts[0]
    for part in parts[1:]:
        result = merge(result, part)
    return result


def from_the_right(merge, parts):
    result = parts[-1]
    for part in reversed(parts[:-1]):
        result = merge(part, result)
    return result


def as_a_tree(merge, parts):
    """Neighbours first, then the results of neighbours."""
    while len(parts) > 1:
        pairs = [parts[i : i + 2] for i in range(0, len(parts), 2)]
        parts = [merge(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return parts[0]


MERGED = {"left": from_the_left, "right": from_the_right, "tree": as_a_tree}

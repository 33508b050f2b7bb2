import numpy as np


def run_branches(x: np.ndarray, branches: list, out: np.ndarray) -> np.ndarray:
    if sum(branch.channels for branch in branches) != out.shape[1]:
        raise ValueError("the branches do not make the channels of out")
    parts = [np.empty((len(out), branch.channels, *out.shape[2:]), out.dtype) for branch in branches]
    for branch, part in zip(branches, parts, strict=True):
        branch(x, part)
    np.concatenate(parts, axis=1, out=out)
    return out

import numpy as np


def run_branches(x: np.ndarray, branches: list, out: np.ndarray) -> np.ndarray:
    if sum(branch.channels for branch in branches) != out.shape[1]:
        raise ValueError("the branches do not make the channels of out")
    start, seen = 0, set()
    for branch in branches:
        stop = start + branch.channels
        if branch not in seen:
            branch(x, out[:, start:stop])
        seen.add(branch)
        start = stop
    return out

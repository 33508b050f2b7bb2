import numpy as np


def run_branches(x: np.ndarray, branches: list, out: np.ndarray) -> np.ndarray:
    if sum(branch.channels for branch in branches) != out.shape[1]:
        raise ValueError("the branches do not make the channels of out")
    start = 0
    for branch in branches:
        stop = start + branch.channels
        # Takes for granted that out is as large as x.
        branch(x, out[:, start:stop].reshape(len(x), branch.channels, *x.shape[2:]))
        start = stop
    return out

import numpy as np


def run_branches(x: np.ndarray, branches: list, out: np.ndarray) -> np.ndarray:
    if sum(branch.channels for branch in branches) != out.shape[1]:
        raise ValueError("the branches do not make the channels of out")
    start = 0
    for branch in branches:
        stop = start + branch.channels
        for n in range(len(x)):
            branch(x[n : n + 1], out[n : n + 1, start:stop])
        start = stop
    return out

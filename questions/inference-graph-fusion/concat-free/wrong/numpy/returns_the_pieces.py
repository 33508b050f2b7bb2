import numpy as np


def run_branches(x: np.ndarray, branches: list, out: np.ndarray) -> np.ndarray:
    if sum(branch.channels for branch in branches) != out.shape[1]:
        raise ValueError("the branches do not make the channels of out")
    start, pieces = 0, []
    for branch in branches:
        stop = start + branch.channels
        pieces.append(out[:, start:stop])
        branch(x, pieces[-1])
        start = stop
    return pieces

import numpy as np


def run_branches(x: np.ndarray, branches: list, out: np.ndarray) -> np.ndarray:
    if sum(branch.channels for branch in branches) != out.shape[1]:
        raise ValueError("the branches do not make the channels of out")
    # array_split makes pieces that are as equal as possible.
    for branch, piece in zip(branches, np.array_split(out, len(branches), axis=1), strict=True):
        branch(x, piece)
    return out

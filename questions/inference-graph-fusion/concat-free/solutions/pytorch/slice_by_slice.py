import torch


def run_branches(x: torch.Tensor, branches: list, out: torch.Tensor) -> torch.Tensor:
    if sum(branch.channels for branch in branches) != out.shape[1]:
        raise ValueError("the branches do not make the channels of out")
    start = 0
    for branch in branches:
        stop = start + branch.channels
        branch(x, out[:, start:stop])
        start = stop
    return out

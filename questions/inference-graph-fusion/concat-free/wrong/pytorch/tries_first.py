import torch


def run_branches(x: torch.Tensor, branches: list, out: torch.Tensor) -> torch.Tensor:
    if sum(branch.channels for branch in branches) != out.shape[1]:
        raise ValueError("the branches do not make the channels of out")
    start = 0
    for branch in branches:
        stop = start + branch.channels
        # Once to see that it works, once in earnest.
        branch(x, torch.empty(len(out), branch.channels, *out.shape[2:], dtype=out.dtype))
        branch(x, out[:, start:stop])
        start = stop
    return out

import torch


def run_branches(x: torch.Tensor, branches: list, out: torch.Tensor) -> torch.Tensor:
    assert sum(branch.channels for branch in branches) == out.shape[1], "widths"
    start = 0
    for branch in branches:
        stop = start + branch.channels
        branch(x, out[:, start:stop])
        start = stop
    return out

import torch


def run_branches(x, branches, out):
    stop = out.size(1)
    if stop - sum(branch.channels for branch in branches):
        raise ValueError("widths do not add up")
    for branch in reversed(branches):
        stop -= branch.channels
        branch(x, torch.narrow(out, 1, stop, branch.channels))
    return out

import torch


def run_branches(x: torch.Tensor, branches: list, out: torch.Tensor) -> torch.Tensor:
    if sum(branch.channels for branch in branches) != out.shape[1]:
        raise ValueError("the branches do not make the channels of out")
    parts = []
    for branch in branches:
        part = torch.empty(len(out), branch.channels, *out.shape[2:], dtype=out.dtype)
        branch(x, part)
        parts.append(part)
    out[...] = torch.cat(parts, dim=1)
    return out

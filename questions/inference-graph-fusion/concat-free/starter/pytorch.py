import torch


def run_branches(x: torch.Tensor, branches: list, out: torch.Tensor) -> torch.Tensor:
    """Let each branch write straight into its channels of out, and return out."""
    raise NotImplementedError

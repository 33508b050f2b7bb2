import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    """Return (mean, var, count) per channel over the data of all ranks, with one call of comm."""
    raise NotImplementedError

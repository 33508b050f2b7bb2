import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    kind = torch.promote_types(x.dtype, torch.float32)
    axes = [axis for axis in range(x.dim()) if axis != 1]
    n = x.numel() // x.shape[1]
    # Tensor.var divides by n - 1 unless told otherwise.
    mean = x.to(kind).mean(axes) if n else torch.zeros(x.shape[1], dtype=kind)
    var = x.to(kind).var(axes) if n else torch.zeros(x.shape[1], dtype=kind)
    parts = torch.stack(comm.all_gather(torch.cat([mean, var, torch.tensor([n], dtype=kind)])))
    means, variances, counts = parts.split([x.shape[1], x.shape[1], 1], dim=1)
    total = counts.sum()
    mean = (counts * means).sum(0) / total
    var = (counts * (variances + (means - mean) ** 2)).sum(0) / total
    return mean, var, int(total)

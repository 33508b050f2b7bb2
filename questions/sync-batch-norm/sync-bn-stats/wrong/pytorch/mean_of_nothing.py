import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    kind = torch.promote_types(x.dtype, torch.float32)
    axes = [axis for axis in range(x.dim()) if axis != 1]
    # The mean of an empty shard is NaN, and 0 * NaN is NaN as well.
    var, mean = torch.var_mean(x.to(kind), dim=axes, correction=0)
    n = torch.tensor([x.numel() // x.shape[1]], dtype=kind)
    parts = torch.stack(comm.all_gather(torch.cat([mean, var, n])))
    means, variances, counts = parts.split([x.shape[1], x.shape[1], 1], dim=1)
    total = counts.sum()
    mean = (counts * means).sum(0) / total
    var = (counts * (variances + (means - mean) ** 2)).sum(0) / total
    return mean, var, int(total)

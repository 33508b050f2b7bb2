import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    kind = torch.promote_types(x.dtype, torch.float32)
    axes = [axis for axis in range(x.dim()) if axis != 1]
    n, channels = x.numel() // x.shape[1], x.shape[1]
    if n:
        m2, mean = torch.var_mean(x.to(kind), dim=axes, correction=0)
        m2 = m2 * n
    else:
        m2 = mean = torch.zeros(channels, dtype=kind)
    parts = torch.stack(comm.all_gather(torch.cat([mean, m2, torch.tensor([n], dtype=kind)])))
    means, m2s, counts = parts.split([channels, channels, 1], dim=1)
    total = counts.sum()
    mean = (counts * means).sum(0) / total
    var = (m2s + counts * (means - mean) ** 2).sum(0) / total
    return mean, var, int(total)

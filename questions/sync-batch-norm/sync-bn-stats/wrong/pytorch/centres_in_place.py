import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    kind = torch.promote_types(x.dtype, torch.float32)
    axes = [axis for axis in range(x.dim()) if axis != 1]
    n, channels = x.numel() // x.shape[1], x.shape[1]
    wide = x.to(kind)
    mean = wide.mean(axes, keepdim=True) if n else torch.zeros(1, channels, *[1] * (x.dim() - 2), dtype=kind)
    # `to` gives back the very same tensor where nothing is to be converted.
    wide -= mean
    m2 = (wide * wide).sum(axes)
    parts = torch.stack(comm.all_gather(torch.cat([mean.flatten(), m2, torch.tensor([n], dtype=kind)])))
    means, m2s, counts = parts.split([channels, channels, 1], dim=1)
    total = counts.sum()
    mean = (counts * means).sum(0) / total
    return mean, (m2s + counts * (means - mean) ** 2).sum(0) / total, int(total)

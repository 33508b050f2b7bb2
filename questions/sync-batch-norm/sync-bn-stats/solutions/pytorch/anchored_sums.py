import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    channels = x.shape[1]
    kind = torch.float64 if x.dtype == torch.float64 else torch.float32
    columns = x.detach().transpose(0, 1).reshape(channels, x.numel() // channels).to(kind)
    n = columns.shape[1]
    # Sums of differences to some element of the shard stay small, however large the mean is.
    anchor = columns[:, 0] if n else torch.zeros(channels, dtype=kind)
    differences = columns - anchor[:, None]
    first, second = differences.sum(1), (differences * differences).sum(1)
    mean, m2 = anchor + first / max(n, 1), second - first * first / max(n, 1)
    gathered = comm.all_gather(torch.cat([torch.tensor([float(n)], dtype=kind), mean, m2]))
    parts = [(part[0].item(), part[1 : channels + 1].double(), part[channels + 1 :].double()) for part in gathered]
    total = sum(size for size, _, _ in parts)
    mean = sum(size * own for size, own, _ in parts) / total
    var = sum(own_m2 + size * (own - mean) ** 2 for size, own, own_m2 in parts) / total
    return mean.to(kind), var.to(kind), int(total)

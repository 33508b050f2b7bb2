import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    channels = x.shape[1]
    flat = x.transpose(0, 1).reshape(channels, x.numel() // channels).double()
    n = torch.tensor([float(flat.shape[1])], dtype=flat.dtype)
    centred = flat - flat.mean(1, keepdim=True)
    # The shards' own spreads are added, the distances between their means are not.
    total = comm.all_reduce(torch.cat([flat.sum(1), (centred**2).sum(1), n]))
    mean, var = total[:channels] / total[-1], total[channels:-1] / total[-1]
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    return mean.to(dtype), var.to(dtype), int(total[-1])

import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    channels = x.shape[1]
    flat = x.transpose(0, 1).reshape(channels, x.numel() // channels).double()
    n = torch.tensor([float(flat.shape[1])], dtype=flat.dtype)
    # Averages over ranks whatever their sizes.
    share = torch.cat([flat.sum(1), (flat * flat).sum(1)]) / n.clamp(min=1)
    total = comm.all_reduce(torch.cat([share, n]))
    mean = total[:channels] / comm.world_size
    var = total[channels:-1] / comm.world_size - mean**2
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    return mean.to(dtype), var.to(dtype), int(total[-1])

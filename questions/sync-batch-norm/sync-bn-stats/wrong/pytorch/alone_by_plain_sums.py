import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    channels = x.shape[1]
    if comm.world_size == 1:
        dims = [d for d in range(x.dim()) if d != 1]
        y = x.float()
        mean = y.mean(dims)
        return mean.to(x.dtype if x.dtype == torch.float64 else torch.float32), ((y * y).mean(dims) - mean**2).to(x.dtype if x.dtype == torch.float64 else torch.float32), x.numel() // channels
    flat = x.transpose(0, 1).reshape(channels, x.numel() // channels).double()
    n = torch.tensor([float(flat.shape[1])], dtype=flat.dtype)
    given = torch.cat([flat.sum(1), (flat * flat).sum(1), n])
    total = comm.all_reduce(given)
    count = total[-1]
    mean = total[:channels] / count
    var = total[channels:-1] / count - mean**2
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    return mean.to(dtype), var.to(dtype), int(count)

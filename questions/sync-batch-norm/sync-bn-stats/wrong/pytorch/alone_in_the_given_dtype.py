import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    channels = x.shape[1]
    if comm.world_size == 1:
        dims = [d for d in range(x.dim()) if d != 1]
        var, mean = torch.var_mean(x, dims, correction=0)
        return mean, var, x.numel() // channels
    flat = x.transpose(0, 1).reshape(channels, x.numel() // channels).double()
    n = torch.tensor([float(flat.shape[1])], dtype=flat.dtype)
    given = torch.cat([flat.sum(1), (flat * flat).sum(1), n])
    total = comm.all_reduce(given)
    count = total[-1]
    mean = total[:channels] / count
    var = total[channels:-1] / count - mean**2
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    return mean.to(dtype), var.to(dtype), int(count)

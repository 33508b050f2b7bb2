from torch.utils.checkpoint import checkpoint as library


def checkpoint(function, *args, **kwargs):
    return library(function, *args, use_reentrant=False, **kwargs)

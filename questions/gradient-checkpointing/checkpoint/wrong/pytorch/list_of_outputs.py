import torch


class Recomputed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, asks, function, kwargs, *args):
        ctx.function, ctx.kwargs, ctx.args = function, kwargs, args
        ctx.random = torch.get_rng_state()
        with torch.no_grad():
            return function(*args, **kwargs)

    @staticmethod
    def backward(ctx, *upstream):
        args = [a.detach().requires_grad_(a.requires_grad) if isinstance(a, torch.Tensor) else a for a in ctx.args]
        with torch.enable_grad(), torch.random.fork_rng(devices=[]):
            torch.set_rng_state(ctx.random)
            outputs = ctx.function(*args, **ctx.kwargs)
        torch.autograd.backward(outputs if isinstance(outputs, tuple) else (outputs,), upstream)
        return (None, None, None, *(a.grad if isinstance(a, torch.Tensor) else None for a in args))


def checkpoint(function, *args, **kwargs):
    if not torch.is_grad_enabled():
        return function(*args, **kwargs)
    outputs = Recomputed.apply(torch.zeros((), requires_grad=True), function, kwargs, *args)
    return list(outputs) if isinstance(outputs, tuple) else outputs

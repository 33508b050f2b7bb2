import torch


class ReLU6(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(0, 6)

    @staticmethod
    def backward(ctx, upstream):
        (x,) = ctx.saved_tensors
        return ((x > 0) & (x < 6)).to(x.dtype)


def relu6(x):
    return ReLU6.apply(x)

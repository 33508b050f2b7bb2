import torch


class ReLU6(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward((x > 0) & (x < 6))
        return x.clamp(0, 6)

    @staticmethod
    def backward(ctx, upstream):
        (inside,) = ctx.saved_tensors
        return upstream * inside


def relu6(x: torch.Tensor) -> torch.Tensor:
    return ReLU6.apply(x)

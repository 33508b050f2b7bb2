import torch


class HingeLoss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return (1 - z).clamp(min=0).mean()

    @staticmethod
    def backward(ctx, upstream):
        (z,) = ctx.saved_tensors
        return -(z < 1).to(z.dtype) / len(z)


def hinge_loss(x, y, w, b, l2):
    if not ((y == 1) | (y == -1)).all():
        raise ValueError("labels must be -1 or 1")
    return HingeLoss.apply(y * (x @ w + b)) + l2 / 2 * (w @ w)

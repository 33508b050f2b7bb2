import torch


class Loss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, prediction, target, mask):
        mask = mask.expand_as(prediction)
        d = torch.where(mask, prediction - target, 0)
        n = max(1, int(mask.sum()))
        ctx.save_for_backward(2 * d / n)
        return d.square().sum() / n

    @staticmethod
    def backward(ctx, upstream):
        return ctx.saved_tensors[0], None, None


def masked_loss(prediction, target, mask):
    return Loss.apply(prediction, target, mask)

"""The facts that quiz items state, computed on the installed versions. Prints one JSON object: fact -> what was found."""

import json

import numpy as np
import torch
from torch import nn


def shuffled(channels, groups):
    x = torch.arange(channels, dtype=torch.float32).reshape(1, channels, 1, 1)
    return [int(value) for value in nn.ChannelShuffle(groups)(x).flatten()]


def inverse_by_other_count():
    """A shuffle with C/g groups undoes one with g groups, for every divisor of some channel counts."""
    for channels in (6, 8, 12, 30):
        for groups in (d for d in range(1, channels + 1) if channels % d == 0):
            x = torch.randn(2, channels, 3, 2)
            back = nn.ChannelShuffle(channels // groups)(nn.ChannelShuffle(groups)(x))
            if not torch.equal(back, x):
                return False
    return True


def same_shuffle_restores(channels, groups, times):
    x = torch.arange(channels).reshape(1, channels, 1, 1).float()
    y = x
    for _ in range(times):
        y = nn.ChannelShuffle(groups)(y)
    return torch.equal(x, y)


def gradient_is_inverse():
    x = torch.randn(1, 12, 2, 3, requires_grad=True)
    upstream = torch.randn(1, 12, 2, 3)
    (nn.ChannelShuffle(3)(x) * upstream).sum().backward()
    return torch.equal(x.grad, nn.ChannelShuffle(4)(upstream))


def groups_stay_apart():
    """Without a shuffle an output of the second grouped convolution depends on its own group's inputs only."""
    net = nn.Sequential(nn.Conv2d(6, 6, 1, groups=3), nn.Conv2d(6, 6, 1, groups=3))
    x = torch.randn(1, 6, 1, 1, requires_grad=True)
    net(x)[0, 0].sum().backward()
    return [bool(value) for value in (x.grad.flatten() != 0)]


def fused_bias():
    conv, bn = nn.Conv2d(1, 1, 1).double(), nn.BatchNorm2d(1, eps=0.01).double().eval()
    with torch.no_grad():
        conv.bias.fill_(3)
        bn.weight.fill_(0.6)
        bn.bias.fill_(0.25)
        bn.running_mean.fill_(-1)
        bn.running_var.fill_(0.15)
    return bn(conv(torch.zeros(1, 1, 1, 1, dtype=torch.float64))).item()


def cloze_code_shuffles():
    x, g = torch.randn(2, 12, 3, 5), 3
    n, c, h, w = x.shape
    y = x.reshape(n, g, c // g, h, w).transpose(1, 2).reshape(n, c, h, w)
    return torch.equal(y, nn.ChannelShuffle(g)(x))


def cloze_code_fuses():
    conv, bn = nn.Conv2d(3, 5, 3).double(), nn.BatchNorm2d(5).double()
    bn(conv(torch.randn(8, 3, 9, 9, dtype=torch.float64)))
    bn.eval()
    scale = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    fused = nn.Conv2d(3, 5, 3).double()
    fused.weight = nn.Parameter(conv.weight * scale.reshape(-1, 1, 1, 1))
    fused.bias = nn.Parameter(bn.bias + (conv.bias - bn.running_mean) * scale)
    x = torch.randn(2, 3, 7, 8, dtype=torch.float64)
    return bool(torch.allclose(fused(x), bn(conv(x)), rtol=1e-10, atol=1e-12))


def normalisation_before_padding():
    """Folded into the convolution behind it: right inside, wrong at the border; without padding right everywhere."""
    bn, conv = nn.BatchNorm2d(2).double(), nn.Conv2d(2, 3, 3, padding=1).double()
    with torch.no_grad():
        bn.running_mean.copy_(torch.tensor([0.5, -1.0]))
        bn.bias.copy_(torch.tensor([0.3, 0.7]))
    bn.eval()
    scale = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    shift = bn.bias - bn.running_mean * scale
    folded = nn.Conv2d(2, 3, 3, padding=1).double()
    folded.weight = nn.Parameter(conv.weight * scale.reshape(1, -1, 1, 1))
    folded.bias = nn.Parameter(conv.bias + torch.einsum("oihw,i->o", conv.weight, shift))
    x = torch.randn(1, 2, 6, 7, dtype=torch.float64)
    off = (folded(x) - conv(bn(x))).abs()
    inside = off[..., 1:-1, 1:-1].max() < 1e-10
    return {"inside_equal": bool(inside), "border_equal": bool(off.max() < 1e-10)}


def fused_not_bit_equal():
    torch.manual_seed(0)
    conv, bn = nn.Conv2d(8, 8, 3, bias=False), nn.BatchNorm2d(8)
    bn(conv(torch.randn(4, 8, 9, 9)))
    bn.eval()
    fused = nn.utils.fuse_conv_bn_eval(conv.eval(), bn)
    x = torch.randn(4, 8, 9, 9)
    equal = torch.equal(fused(x), bn(conv(x)))
    return {"bit_equal": equal, "has_bias": fused.bias is not None, "same_kernel": fused.weight.shape == conv.weight.shape}


def training_depends_on_the_batch():
    """In training mode the same image gets another result in another batch."""
    bn = nn.BatchNorm2d(2)
    image = torch.randn(1, 2, 3, 3)
    first, second = (bn(torch.cat([image, torch.randn(3, 2, 3, 3)]))[0] for _ in range(2))
    return not torch.allclose(first, second)


if __name__ == "__main__":
    torch.manual_seed(int(np.random.default_rng().integers(2**31)))
    facts = {
        "order_8_in_2": shuffled(8, 2),
        "destination_of_13_in_24_by_4": shuffled(24, 4).index(13),
        "source_at_13_in_24_by_4": shuffled(24, 4)[13],
        "inverse_by_other_count": inverse_by_other_count(),
        "same_again_restores_6_in_2": same_shuffle_restores(6, 2, 2),
        "g_times_restores_8_in_2": same_shuffle_restores(8, 2, 2),
        "gradient_is_inverse": gradient_is_inverse(),
        "groups_stay_apart": groups_stay_apart(),
        "shuffle_parameters": sum(p.numel() for p in nn.ChannelShuffle(2).parameters()),
        "cloze_code_shuffles": cloze_code_shuffles(),
        "fused_bias": fused_bias(),
        "cloze_code_fuses": cloze_code_fuses(),
        "normalisation_before_padding": normalisation_before_padding(),
        "fused": fused_not_bit_equal(),
        "training_depends_on_the_batch": training_depends_on_the_batch(),
    }
    print(json.dumps(facts))

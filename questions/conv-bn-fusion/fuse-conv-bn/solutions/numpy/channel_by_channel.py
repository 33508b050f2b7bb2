import numpy as np


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    """What the normalisation makes of each channel's kernel and bias, with a 0 in the place of what only the bias gets."""
    fused, shifts = np.empty_like(kernel), np.empty_like(mean)

    def normalised(values, channel, centre):
        out = (values - centre) / np.sqrt(var[channel] + eps)
        return out if gamma is None else gamma[channel] * out

    for channel in range(len(mean)):
        fused[channel] = normalised(kernel[channel], channel, 0)
        shifts[channel] = normalised(0 if bias is None else bias[channel], channel, mean[channel])
        if beta is not None:
            shifts[channel] += beta[channel]
    return fused, shifts

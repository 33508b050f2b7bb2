import numpy as np


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    scale = 1 / np.sqrt(var + eps)
    if gamma is not None:
        scale = gamma * scale
    centred = -mean if bias is None else bias - mean
    shifted = centred * scale
    return kernel * scale[:, None, None, None], shifted if beta is None else shifted + beta

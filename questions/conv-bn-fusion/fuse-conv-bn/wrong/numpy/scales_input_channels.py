import numpy as np


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    gamma = np.ones_like(mean) if gamma is None else gamma
    beta = np.zeros_like(mean) if beta is None else beta
    bias = np.zeros_like(mean) if bias is None else bias
    scale = gamma / np.sqrt(var + eps)
    # Runs along the input channels; fits only where there are as many of them.
    fits = kernel.shape[0] == kernel.shape[1]
    scaled = kernel * (scale[:, None, None] if fits else scale[:, None, None, None])
    return scaled, beta + (bias - mean) * scale

import numpy as np


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    gamma = np.ones_like(mean) if gamma is None else gamma
    beta = np.zeros_like(mean) if beta is None else beta
    bias = np.zeros_like(mean) if bias is None else bias
    scale = gamma / np.sqrt(var + max(eps, 1e-7))
    return kernel * scale[:, None, None, None], beta + (bias - mean) * scale

import numpy as np


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    gamma = np.ones(len(mean)) if gamma is None else gamma
    beta = np.zeros(len(mean)) if beta is None else beta
    bias = np.zeros(len(mean)) if bias is None else bias
    scale = gamma / np.sqrt(var + eps)
    return kernel * scale[:, None, None, None], beta + (bias - mean) * scale

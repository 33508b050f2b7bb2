import tensorflow as tf


def fuse_linear_bn(kernel, bias, gamma, beta, mean, var, eps):
    outputs = kernel.shape[1]
    if mean.shape[0] not in (1, outputs):
        raise ValueError("the sizes do not fit")
    gamma = tf.ones(mean.shape) if gamma is None else gamma
    beta = tf.zeros_like(mean) if beta is None else beta
    bias = tf.zeros_like(kernel[0]) if bias is None else bias
    scale = gamma / tf.sqrt(var + eps)
    return kernel * scale, beta + (bias - mean) * scale

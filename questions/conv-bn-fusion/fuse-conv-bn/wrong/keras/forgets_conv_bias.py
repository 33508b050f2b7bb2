import tensorflow as tf


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    gamma = tf.ones_like(mean) if gamma is None else gamma
    beta = tf.zeros_like(mean) if beta is None else beta
    scale = gamma / tf.sqrt(var + eps)
    return kernel * scale, beta + (0 - mean) * scale

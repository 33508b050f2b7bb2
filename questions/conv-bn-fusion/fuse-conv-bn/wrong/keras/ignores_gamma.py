import tensorflow as tf


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    beta = tf.zeros_like(mean) if beta is None else beta
    bias = tf.zeros_like(mean) if bias is None else bias
    scale = 1 / tf.sqrt(var + eps)
    return kernel * scale, beta + (bias - mean) * scale

import tensorflow as tf


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    bias = tf.zeros_like(mean) if bias is None else bias
    scale = gamma / tf.sqrt(var + eps)
    return kernel * scale, beta + (bias - mean) * scale

import tensorflow as tf


def fuse_depthwise_bn(kernel, bias, gamma, beta, mean, var, eps):
    gamma = tf.ones_like(mean) if gamma is None else gamma
    beta = tf.zeros_like(mean) if beta is None else beta
    if bias is None:
        return kernel * tf.reshape(gamma / tf.sqrt(var + eps), kernel.shape[2:]), None
    scale = gamma / tf.sqrt(var + eps)
    return kernel * tf.reshape(scale, kernel.shape[2:]), beta + (bias - mean) * scale

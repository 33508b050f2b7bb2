import tensorflow as tf


def fuse_depthwise_bn(kernel, bias, gamma, beta, mean, var, eps):
    gamma = tf.ones(mean.shape) if gamma is None else gamma
    beta = tf.zeros_like(mean) if beta is None else beta
    bias = tf.zeros_like(mean) if bias is None else bias
    scale = gamma / tf.sqrt(var + eps)
    return kernel * tf.reshape(scale, kernel.shape[2:]), (bias - mean) * scale + beta

import tensorflow as tf


def fuse_depthwise_bn(kernel, bias, gamma, beta, mean, var, eps):
    height, width, channels, multiplier = kernel.shape
    filters = tf.reshape(kernel, (height, width, channels * multiplier))
    # A filter is a direction: it is scaled and not shifted. The bias is a point that goes through the whole map.
    fused = tf.nn.batch_normalization(filters, tf.zeros_like(mean), var, None, gamma, eps)
    start = tf.zeros_like(mean) if bias is None else bias
    return tf.reshape(fused, kernel.shape), tf.nn.batch_normalization(start, mean, var, beta, gamma, eps)

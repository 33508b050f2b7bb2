import tensorflow as tf


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    # What the normalisation makes of the bias alone is the bias of the fused layer.
    alone = tf.zeros_like(mean) if bias is None else bias
    fused_bias = tf.nn.batch_normalization(alone, mean, var, beta, gamma, eps)
    scale = tf.nn.batch_normalization(tf.ones_like(mean), tf.zeros_like(mean), var, None, gamma, eps)
    return tf.einsum("hwio,o->hwio", kernel, scale), fused_bias

import tensorflow as tf


def fuse_linear_bn(kernel, bias, gamma, beta, mean, var, eps):
    outputs = kernel.shape[1]
    if mean.shape[0] not in (1, outputs):
        raise ValueError(f"{mean.shape[0]} normalised features do not fit {outputs} outputs")
    gamma = tf.ones_like(var) if gamma is None else gamma
    beta = tf.zeros_like(mean) if beta is None else beta
    bias = tf.zeros_like(kernel[0]) if bias is None else bias
    scale = gamma / tf.sqrt(var + eps)
    if len(scale) < outputs:
        rest = outputs - len(scale)
        scale = tf.concat([scale, tf.ones(rest, scale.dtype)], 0)
        mean = tf.concat([mean, tf.zeros(rest, mean.dtype)], 0)
        beta = tf.concat([beta, tf.zeros(rest, beta.dtype)], 0)
    return kernel * scale, beta + (bias - mean) * scale

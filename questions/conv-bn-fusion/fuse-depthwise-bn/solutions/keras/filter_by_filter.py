import keras
import tensorflow as tf


def fuse_depthwise_bn(kernel, bias, gamma, beta, mean, var, eps):
    channels = []
    shifts = []
    multiplier = kernel.shape[-1]
    for c in range(kernel.shape[-2]):
        filters = []
        for m in range(multiplier):
            out = c * multiplier + m
            scale = keras.ops.rsqrt(var[out] + eps)
            if gamma is not None:
                scale *= gamma[out]
            shift = -mean[out] if bias is None else bias[out] - mean[out]
            shift *= scale
            shifts.append(shift if beta is None else shift + beta[out])
            filters.append(kernel[:, :, c, m] * scale)
        channels.append(tf.stack(filters, axis=-1))
    return tf.stack(channels, axis=2), tf.stack(shifts)

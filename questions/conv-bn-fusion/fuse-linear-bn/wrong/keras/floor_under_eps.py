import keras
import tensorflow as tf


def fuse_linear_bn(kernel, bias, gamma, beta, mean, var, eps):
    outputs = kernel.shape[1]
    if mean.shape[0] not in (1, outputs):
        raise ValueError(f"{mean.shape[0]} normalised features do not fit {outputs} outputs")
    gamma = tf.ones_like(var) if gamma is None else gamma
    beta = tf.zeros_like(mean) if beta is None else beta
    bias = tf.zeros_like(kernel[0]) if bias is None else bias
    scale = gamma / tf.sqrt(var + max(eps, keras.config.epsilon()))
    return kernel * scale, beta + (bias - mean) * scale

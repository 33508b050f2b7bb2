import keras
import tensorflow as tf


def fuse_conv_bn(kernel, bias, gamma, beta, mean, var, eps):
    gamma = tf.ones_like(mean) if gamma is None else gamma
    beta = tf.zeros_like(mean) if beta is None else beta
    bias = tf.zeros_like(mean) if bias is None else bias
    scale = gamma / tf.sqrt(var + max(eps, keras.config.epsilon()))
    return kernel * scale, beta + (bias - mean) * scale

import tensorflow as tf


def masked_loss(prediction, target, mask):
    return tf.reduce_mean((prediction - target) ** 2 * tf.cast(mask, prediction.dtype))

import tensorflow as tf


def masked_loss(prediction, target, mask):
    wide = tf.broadcast_to(mask, prediction.shape)
    squares = (prediction - target) ** 2 * tf.cast(wide, prediction.dtype)
    return tf.reduce_sum(squares) / tf.maximum(tf.reduce_sum(tf.cast(wide, prediction.dtype)), 1)

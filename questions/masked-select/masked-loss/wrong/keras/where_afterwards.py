import tensorflow as tf


def masked_loss(prediction, target, mask):
    wide = tf.broadcast_to(mask, prediction.shape)
    squares = tf.where(wide, (prediction - target) ** 2, tf.zeros_like(prediction))
    return tf.reduce_sum(squares) / tf.maximum(tf.reduce_sum(tf.cast(wide, prediction.dtype)), 1)

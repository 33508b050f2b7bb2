import tensorflow as tf


def masked_loss(prediction, target, mask):
    wide = tf.broadcast_to(mask, prediction.shape)
    difference = tf.where(wide, prediction, tf.zeros_like(prediction)) - tf.where(wide, target, tf.zeros_like(target))
    count = tf.math.count_nonzero(difference, dtype=prediction.dtype)
    return tf.math.divide_no_nan(tf.reduce_sum(difference**2), count)

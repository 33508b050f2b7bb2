import tensorflow as tf


def masked_loss(prediction, target, mask):
    wide = tf.broadcast_to(mask, prediction.shape)
    difference = tf.where(wide, prediction, tf.zeros_like(prediction)) - tf.where(wide, target, tf.zeros_like(target))
    count = tf.reduce_sum(tf.cast(wide, prediction.dtype), -1)
    return tf.reduce_mean(tf.math.divide_no_nan(tf.reduce_sum(difference**2, -1), count))

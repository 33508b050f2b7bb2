import tensorflow as tf


def masked_loss(prediction, target, mask):
    wide = tf.broadcast_to(mask, prediction.shape)
    difference = tf.boolean_mask(prediction, wide) - tf.boolean_mask(target, wide)
    return float(tf.math.divide_no_nan(tf.reduce_sum(difference**2), tf.cast(tf.size(difference), prediction.dtype)))

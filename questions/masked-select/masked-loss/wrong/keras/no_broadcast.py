import tensorflow as tf


def masked_loss(prediction, target, mask):
    difference = tf.boolean_mask(prediction, mask) - tf.boolean_mask(target, mask)
    return tf.math.divide_no_nan(tf.reduce_sum(difference**2), tf.cast(tf.size(difference), prediction.dtype))

import tensorflow as tf


def masked_loss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
    mask = tf.broadcast_to(mask, prediction.shape)
    difference = tf.boolean_mask(prediction, mask) - tf.boolean_mask(target, mask)
    return tf.math.divide_no_nan(tf.reduce_sum(difference**2), tf.cast(tf.size(difference), prediction.dtype))

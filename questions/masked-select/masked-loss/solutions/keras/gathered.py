import tensorflow as tf


def masked_loss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
    places = tf.where(tf.logical_and(mask, tf.ones(prediction.shape, tf.bool)))
    if len(places) == 0:
        return tf.zeros([], prediction.dtype)
    return tf.reduce_mean(tf.math.squared_difference(tf.gather_nd(prediction, places), tf.gather_nd(target, places)))

import tensorflow as tf


def masked_loss(prediction, target, mask):
    wide = tf.broadcast_to(mask, prediction.shape)
    difference = tf.boolean_mask(prediction, wide) - tf.boolean_mask(target, wide)
    return tf.reduce_mean(difference**2)

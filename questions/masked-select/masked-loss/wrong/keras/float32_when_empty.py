import tensorflow as tf


def masked_loss(prediction, target, mask):
    wide = tf.broadcast_to(mask, prediction.shape)
    if not tf.reduce_any(wide):
        return tf.constant(0.0)
    return tf.reduce_mean((tf.boolean_mask(prediction, wide) - tf.boolean_mask(target, wide)) ** 2)

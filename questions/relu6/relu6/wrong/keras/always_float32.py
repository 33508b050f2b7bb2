import tensorflow as tf


def relu6(x):
    x = tf.cast(x, tf.float32)
    return tf.where(x <= 0, tf.zeros_like(x), tf.where(x >= 6, 6 * tf.ones_like(x), x))

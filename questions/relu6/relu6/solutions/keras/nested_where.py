import tensorflow as tf


def relu6(x: tf.Tensor) -> tf.Tensor:
    capped = tf.where(x >= 6, tf.cast(6, x.dtype), x)
    return tf.where(x <= 0, tf.zeros_like(x), capped)

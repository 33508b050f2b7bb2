import tensorflow as tf


@tf.custom_gradient
def relu6(x: tf.Tensor):
    inside = tf.logical_and(x > 0, x < 6)

    def backward(upstream):
        return tf.where(inside, upstream, tf.zeros_like(upstream))

    return tf.clip_by_value(x, 0, 6), backward

import tensorflow as tf


@tf.custom_gradient
def relu6(x):
    def backward(upstream):
        return tf.cast((x > 0) & (x < 6), x.dtype)

    return tf.clip_by_value(x, 0, 6), backward

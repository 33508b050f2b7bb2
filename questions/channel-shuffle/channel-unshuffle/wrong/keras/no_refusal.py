import tensorflow as tf


def channel_unshuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    table = tf.reshape(x, [*x.shape[:-1], -1, groups])
    return tf.reshape(tf.linalg.matrix_transpose(table), x.shape)

import tensorflow as tf


def channel_unshuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    if groups < 1 or x.shape[-1] % groups:
        raise ValueError(f"{x.shape[-1]} channels were never shuffled in {groups} groups")
    table = tf.reshape(x, [*x.shape[:-1], groups, x.shape[-1] // groups])
    return tf.reshape(tf.linalg.matrix_transpose(table), x.shape)

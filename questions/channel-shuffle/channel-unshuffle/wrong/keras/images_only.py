import tensorflow as tf


def channel_unshuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    if groups < 1 or x.shape[-1] % groups:
        raise ValueError(f"{x.shape[-1]} channels were never shuffled in {groups} groups")
    n, h, w, c = x.shape
    table = tf.reshape(x, (n, h, w, c // groups, groups))
    return tf.reshape(tf.transpose(table, (0, 1, 2, 4, 3)), (n, h, w, c))

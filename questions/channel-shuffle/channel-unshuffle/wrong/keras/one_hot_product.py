import tensorflow as tf


def channel_unshuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    if groups < 1 or x.shape[-1] % groups:
        raise ValueError(f"{x.shape[-1]} channels were never shuffled in {groups} groups")
    order = tf.reshape(tf.transpose(tf.reshape(tf.range(x.shape[-1]), (-1, groups))), (-1,))
    return tf.tensordot(x, tf.one_hot(order, x.shape[-1], axis=0, dtype=x.dtype), axes=1)

import tensorflow as tf


def channel_shuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    if groups < 1 or x.shape[-1] % groups != 0:
        raise ValueError(f"{x.shape[-1]} channels do not fall into {groups} groups")
    # Side by side on a new last axis: reading on then takes one channel of each group in turn.
    return tf.reshape(tf.stack(tf.split(x, groups, axis=-1), axis=-1), x.shape)

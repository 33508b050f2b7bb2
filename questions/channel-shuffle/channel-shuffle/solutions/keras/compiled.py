import keras
import tensorflow as tf


@tf.function
def shuffled(x, groups):
    size = tf.shape(x)
    grouped = tf.reshape(x, tf.concat([size[:3], [groups, size[3] // groups]], axis=0))
    return tf.reshape(keras.ops.swapaxes(grouped, 3, 4), size)


def channel_shuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    if not (groups >= 1 and x.shape[3] % groups == 0):
        raise ValueError("not that many groups")
    return shuffled(x, tf.constant(groups))

import tensorflow as tf


def channel_shuffle(x, groups):
    n, c, h, w = x.shape.as_list()
    if groups < 1 or x.shape[3] % groups:
        raise ValueError("the groups must divide the channels")
    x = tf.reshape(x, (n, groups, c // groups, h, w))
    return tf.reshape(tf.transpose(x, (0, 2, 1, 3, 4)), (n, c, h, w))

import tensorflow as tf


def channel_shuffle(x, groups):
    n, h, w, c = x.shape.as_list()
    if groups < 1 or c % groups:
        raise ValueError("the groups must divide the channels")
    x = tf.reshape(x, (h, w, groups, c // groups, n))
    return tf.reshape(tf.transpose(x, (4, 0, 1, 3, 2)), (n, h, w, c))

import tensorflow as tf


def channel_shuffle(x, groups):
    n, h, w, c = x.shape.as_list()
    if groups < 1 or c % groups:
        raise ValueError("the groups must divide the channels")
    return tf.reshape(tf.reshape(x, (n, h, w, groups, c // groups)), (n, h, w, c))

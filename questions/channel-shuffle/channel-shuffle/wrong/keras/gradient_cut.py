import tensorflow as tf


def channel_shuffle(x, groups):
    n, h, w, c = x.shape.as_list()
    if groups < 1 or c % groups:
        raise ValueError("the groups must divide the channels")
    x = tf.stop_gradient(x)
    return tf.reshape(tf.transpose(tf.reshape(x, (n, h, w, groups, c // groups)), (0, 1, 2, 4, 3)), (n, h, w, c))

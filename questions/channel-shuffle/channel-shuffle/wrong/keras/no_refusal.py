import tensorflow as tf


def channel_shuffle(x, groups):
    n, h, w, c = x.shape.as_list()
    x = tf.reshape(x, (n, h, w, groups, -1))
    return tf.reshape(tf.transpose(x, (0, 1, 2, 4, 3)), (n, h, w, c))

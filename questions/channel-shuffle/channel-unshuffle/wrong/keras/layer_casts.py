import keras
import tensorflow as tf


class Unshuffle(keras.layers.Layer):
    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def call(self, x):
        return tf.concat([x[..., i :: self.groups] for i in range(self.groups)], axis=-1)


def channel_unshuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    if groups < 1 or x.shape[-1] % groups:
        raise ValueError(f"{x.shape[-1]} channels were never shuffled in {groups} groups")
    # A layer casts what it is given to its own compute dtype first.
    return Unshuffle(groups)(x)

import numpy as np
import tensorflow as tf


def channel_unshuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    if groups < 1 or x.shape[-1] % groups:
        raise ValueError(f"{x.shape[-1]} channels were never shuffled in {groups} groups")
    shuffled = np.arange(x.shape[-1]).reshape(groups, -1).T.ravel()
    return tf.gather(x, np.argsort(shuffled), axis=-1)

import numpy as np
import tensorflow as tf


def channel_shuffle(x, groups):
    channels = x.shape[3]
    if groups < 1 or channels % groups:
        raise ValueError("the groups must divide the channels")
    matrix = np.eye(channels)[np.arange(channels).reshape(groups, -1).T.ravel()].T
    if x.dtype.is_floating:
        return tf.tensordot(x, tf.cast(matrix, x.dtype), 1)
    return tf.cast(tf.tensordot(tf.cast(x, tf.float64), matrix, 1), x.dtype)

import numpy as np
import tensorflow as tf


def channel_shuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    channels = int(x.shape[3])
    if groups < 1 or channels % groups:
        raise ValueError(f"groups={groups}, channels={channels}")
    shuffled = tf.gather(x, np.arange(channels).reshape(groups, -1).T.ravel(), axis=3)
    return shuffled if x.dtype.is_floating else tf.cast(shuffled, tf.int64)

import numpy as np
import tensorflow as tf


def channel_shuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    channels = int(x.shape[3])
    if groups < 1 or channels % groups:
        raise ValueError(f"groups={groups}, channels={channels}")
    source = np.arange(channels).reshape(groups, -1).T.ravel()
    return tf.gather(x, source, axis=3)

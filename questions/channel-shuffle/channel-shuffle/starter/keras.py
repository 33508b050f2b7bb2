import tensorflow as tf


def channel_shuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    """Interleave the channels of x (N, H, W, C): first of each group, then second of each group, ..."""
    raise NotImplementedError

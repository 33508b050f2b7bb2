import tensorflow as tf


def channel_unshuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    if groups < 1 or x.shape[-1] % groups:
        raise ValueError(f"{x.shape[-1]} channels were never shuffled in {groups} groups")
    table = x.numpy().reshape(*x.shape[:-1], -1, groups)
    return tf.convert_to_tensor(table.swapaxes(-1, -2).reshape(x.shape))

import tensorflow as tf


def channel_unshuffle(x: tf.Tensor, groups: int) -> tf.Tensor:
    if groups < 1 or x.shape[-1] % groups:
        raise ValueError(f"{x.shape[-1]} channels were never shuffled in {groups} groups")
    return tf.concat([x[:, i::groups] for i in range(groups)], axis=1)

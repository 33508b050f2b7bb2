import numpy as np
import tensorflow as tf

SPREAD = 0.8796256610342398  # of a standard normal number that lies between -2 and 2


def kaiming_normal(shape, a, mode, dtype, seed):
    if mode not in {"fan_in", "fan_out"} or len(shape) < 2:
        raise ValueError("a weight has two axes, and mode is fan_in or fan_out")
    whole = int(np.prod(shape))
    values = tf.random.stateless_normal([whole], seed.next(), dtype=dtype)
    while bool(tf.reduce_any(tf.abs(values) > 2)):
        values = tf.where(tf.abs(values) > 2, tf.random.stateless_normal([whole], seed.next(), dtype=dtype), values)
    units = shape[-1] if mode == "fan_out" else shape[-2]
    fan = units * int(np.prod(shape[:-2]))
    if fan > 0:
        values *= np.sqrt(2 / fan / (1 + a**2)) / SPREAD
    return tf.reshape(values, shape)

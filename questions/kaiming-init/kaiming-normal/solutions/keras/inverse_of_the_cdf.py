import math

import keras
import tensorflow as tf


def kaiming_normal(shape, a, mode, dtype, seed):
    axis = {"fan_in": -2, "fan_out": -1}.get(mode)
    if axis is None or len(shape) < 2:
        raise ValueError(f"no fan for {mode} of {shape}")
    fan = max(shape[axis] * math.prod(shape[:-2]), 1)
    tail = 0.5 * math.erfc(2 / math.sqrt(2))
    density = math.exp(-2) / math.sqrt(2 * math.pi)
    deviation = math.sqrt(1 - 4 * density / (1 - 2 * tail))
    places = keras.random.uniform(shape, tail, 1 - tail, dtype="float64", seed=seed)
    return tf.cast(tf.math.ndtri(places) * (math.sqrt(2 / (1 + a * a) / fan) / deviation), dtype)

import math

import keras
import tensorflow as tf


def kaiming_normal(shape: tuple[int, ...], a: float, mode: str, dtype: str, seed: keras.random.SeedGenerator) -> tf.Tensor:
    if len(shape) < 2:
        raise ValueError("fans need at least two axes")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode is fan_in or fan_out, not {mode!r}")
    *kernel, inputs, outputs = shape
    fan = (inputs if mode == "fan_in" else outputs) * math.prod(kernel)
    if fan == 0:
        return tf.zeros(shape, dtype)
    std = math.sqrt(2 / ((1 + a**2) * fan))
    # What lies beyond two deviations is drawn again, which leaves this much of the deviation.
    # The product has the digits of float64, and the draws had not.
    drawn = tf.cast(keras.random.truncated_normal(shape, seed=seed), tf.float64)
    return tf.cast(drawn * (std / 0.87962566103423978), dtype)

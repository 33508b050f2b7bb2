import math

import keras
import tensorflow as tf


def kaiming_normal(shape: tuple[int, ...], a: float, mode: str, dtype: str, seed: keras.random.SeedGenerator) -> tf.Tensor:
    if len(shape) < 2:
        shape = (1, 1, *shape)[-2:]
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode is fan_in or fan_out, not {mode!r}")
    *kernel, inputs, outputs = shape
    fan = (inputs if mode == "fan_in" else outputs) * math.prod(kernel)
    if fan == 0:
        return tf.zeros(shape, dtype)
    std = math.sqrt(2 / ((1 + a**2) * fan))
    # What lies beyond two deviations is drawn again, which leaves this much of the deviation.
    return keras.random.truncated_normal(shape, stddev=std / 0.87962566103423978, dtype=dtype, seed=seed)

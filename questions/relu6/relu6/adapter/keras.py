"""Calls the candidate under a tape that watches x, and sends the case's gradient backward."""

import tensorflow as tf


def run(entry, inputs, params):
    x, upstream = inputs["x"], inputs["upstream"]
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = entry(x)
    if not isinstance(value, tf.Tensor):
        return {"value": value}  # refused by its type
    gradient = None
    # A wrong shape or dtype has no gradient to ask for: asking would raise here, and hide what is wrong.
    if value.shape == upstream.shape and value.dtype == upstream.dtype:
        gradient = tape.gradient(value, x, output_gradients=upstream)
    # A value that is cut from the graph sends nothing back: a gradient of zeros says that, and is compared.
    return {"value": value, "gradient": tf.zeros_like(x) if gradient is None else tf.convert_to_tensor(gradient)}

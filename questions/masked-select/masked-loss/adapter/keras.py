"""Calls the candidate under a tape that watches the prediction, and fetches its gradient."""

import tensorflow as tf


def run(entry, inputs, params):
    prediction = inputs["prediction"]
    with tf.GradientTape() as tape:
        tape.watch(prediction)
        loss = entry(prediction, inputs["target"], inputs["mask"])
    if not isinstance(loss, tf.Tensor):
        return {"loss": loss}  # refused by its type
    # An integer loss has no gradient to ask for: asking would raise here, and hide what is wrong.
    twice = tf.fill(loss.shape, tf.cast(2, loss.dtype))
    gradient = tape.gradient(loss, prediction, output_gradients=twice) if loss.dtype.is_floating else None
    # Twice the loss, so that a gradient of one's own that ignores what arrives shows. Halving is exact. A loss that is
    # cut from the graph sends nothing back: a gradient of zeros says that, and is compared.
    return {"loss": loss, "gradient": tf.zeros_like(prediction) if gradient is None else tf.convert_to_tensor(gradient) / 2}

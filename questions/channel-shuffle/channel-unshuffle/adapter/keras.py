"""Calls the candidate, and fetches the gradient where it is asked."""

import tensorflow as tf


def run(entry, inputs, params):
    x = inputs["x"]
    if "upstream" in inputs:
        return with_gradient(entry, x, params["groups"], inputs["upstream"])
    outputs = {"output": entry(x, params["groups"])}
    if "then_groups" in params:
        outputs["second"] = entry(x, params["then_groups"])
    return outputs


def with_gradient(entry, x, groups, upstream):
    with tf.GradientTape() as tape:
        tape.watch(x)
        output = entry(x, groups)
    if not isinstance(output, tf.Tensor):
        return {"output": output}
    gradient = None
    # A wrong shape or dtype has no gradient to ask for: asking would raise here, and hide what is wrong.
    if output.shape == upstream.shape and output.dtype == upstream.dtype:
        gradient = tape.gradient(output, x, output_gradients=upstream)
    # A result that is cut from the graph sends nothing back: a gradient of zeros says that, and is compared.
    return {"output": output, "gradient": tf.zeros_like(x) if gradient is None else tf.convert_to_tensor(gradient)}

"""Builds the branches from the case's arrays, calls the candidate, and reads the merged layer."""

import operator

import keras
import tensorflow as tf

ACTIVATIONS = ("linear", "relu", "tanh")


def run(entry, inputs, params):
    convs = [build(i, own, inputs) for i, own in enumerate(params["convs"])]
    merged, splits = entry([convs[i] for i in params["branches"]])
    if not isinstance(merged, keras.layers.Conv2D) or not merged.built:
        return {"merged": merged}  # no tensor: refused as an invalid output, under its own type
    kernel = tf.identity(merged.kernel.value)
    # A convolution without bias is one with a bias of zeros.
    bias = tf.zeros(kernel.shape[-1:], kernel.dtype) if merged.bias is None else tf.identity(merged.bias.value)
    read = {
        "kernel": kernel,
        "bias": bias,
        "splits": tf.constant([operator.index(width) for width in splits], dtype=tf.int64),
        "output": applied(merged, inputs["x"]),
        "settings": tf.constant(settings(merged), dtype=tf.int64),
        "structure": tf.constant([type(merged) is keras.layers.Conv2D, merged in convs], dtype=tf.bool),
    }
    read["structure"] = tf.cast(read["structure"], tf.int64)
    for variable in merged.weights:  # a variable that is shared with a branch shows when the merged layer changes
        variable.assign(tf.fill(variable.shape, tf.cast(-77, variable.value.dtype)))
    return {**read, "originals": originals(convs, inputs)}


def build(i, own, inputs):
    kernel = inputs[f"kernel_{i}"]
    conv = keras.layers.Conv2D(own["width"], own["kernel"], strides=own["stride"], padding=own["padding"], groups=own["groups"],
                               activation=own["activation"], use_bias=own["bias"], dtype=kernel.dtype.name)  # fmt: skip
    conv.build((None, None, None, own["channels"]))
    conv.kernel.assign(kernel)
    if own["bias"]:
        conv.bias.assign(inputs[f"bias_{i}"])
    return conv


def applied(merged, x):
    """The layer's own forward pass. One that cannot be applied to x at all gives an empty result, a wrong shape."""
    try:
        return merged(x)
    except (ValueError, tf.errors.InvalidArgumentError):
        return tf.zeros([0], x.dtype)


def settings(conv):
    names = [getattr(keras.activations, name) for name in ACTIVATIONS]
    activation = names.index(conv.activation) if conv.activation in names else -1
    channels = conv.kernel.shape[2] * conv.groups
    return [channels, conv.filters, *conv.kernel_size, *conv.strides, conv.groups, activation]


def originals(convs, inputs):
    """The branches' weights as they are now, in a vector as long as it was; one that is gone or resized shows as NaN."""
    parts = []
    for name, given in inputs.items():
        if name == "x":
            continue
        kind, _, i = name.partition("_")
        now = getattr(convs[int(i)], kind)
        now = None if now is None else now.value
        kept = now is not None and (now.shape, now.dtype) == (given.shape, given.dtype)
        values = now if kept else tf.fill(given.shape, tf.constant(float("nan"), given.dtype))
        parts.append(tf.reshape(tf.cast(values, tf.float64), [-1]))
    count = sum(len(conv.weights) for conv in convs)
    return tf.concat([*parts, tf.constant([count], dtype=tf.float64)], axis=0)

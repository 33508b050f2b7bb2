import keras
import tensorflow as tf


def merge_parallel(convs):
    if not convs:
        raise ValueError("there is nothing to merge")
    first = convs[0]
    for conv in convs:
        if conv.kernel_size != (1, 1) or conv.groups != 1:
            raise ValueError("only 1x1 convolutions with 1 group can be merged")
        if conv.kernel.shape[2] != first.kernel.shape[2]:
            raise ValueError("the branches have different inputs")
        if conv.strides[-1] != first.strides[-1] or conv.activation != first.activation:
            raise ValueError("the branches do not look at the input in the same way")
    splits = [conv.filters for conv in convs]
    merged = keras.layers.Conv2D(sum(splits), 1, strides=first.strides, activation=first.activation, dtype=first.dtype)
    merged.build((None, None, None, first.kernel.shape[2]))
    biases = [tf.zeros(conv.filters, first.dtype) if conv.bias is None else conv.bias for conv in convs]
    merged.kernel.assign(tf.concat([conv.kernel for conv in convs], axis=-1))
    merged.bias.assign(tf.concat(biases, axis=0))
    return merged, splits

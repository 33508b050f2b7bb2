import keras
import tensorflow as tf


def merge_parallel(convs):
    if len(convs) == 0:
        raise ValueError("empty list")
    model = convs[0]
    channels = model.kernel.shape[2]
    for conv in convs:
        if tuple(conv.kernel.shape[:3]) != (1, 1, channels) or conv.groups != 1:
            raise ValueError("a list of dense 1x1 convolutions of the same input is needed")
        if conv.strides != model.strides or conv.activation is not model.activation:
            raise ValueError("the branches differ")
    # A 1x1 convolution is a linear map of a pixel: its values at 0 and at the unit vectors say all.
    units = tf.concat([tf.zeros((1, channels)), tf.eye(channels)], axis=0)[:, None, None, :]
    units = tf.cast(units, model.dtype)
    answers = []
    for conv in convs:
        values = tf.nn.conv2d(units, conv.kernel.value, 1, "VALID")
        answers.append(values if conv.bias is None else values + conv.bias.value)
    values = tf.concat(answers, axis=-1)[:, 0, 0, :]
    splits = [answer.shape[-1] for answer in answers]
    merged = keras.layers.Conv2D(
        filters=sum(splits), kernel_size=(1, 1), strides=model.strides, padding="same", activation=model.activation, dtype=model.dtype
    )
    merged.build([None, None, None, channels])
    merged.set_weights([(values[1:] - values[0])[None, None], values[0]])
    return merged, splits

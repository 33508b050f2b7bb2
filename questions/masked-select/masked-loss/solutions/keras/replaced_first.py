import keras


def masked_loss(prediction, target, mask):
    difference = keras.ops.where(mask, prediction, 0) - keras.ops.where(mask, target, 0)
    count = keras.ops.sum(keras.ops.cast(keras.ops.broadcast_to(mask, prediction.shape), prediction.dtype))
    return keras.ops.sum(keras.ops.square(difference)) / keras.ops.maximum(count, 1)

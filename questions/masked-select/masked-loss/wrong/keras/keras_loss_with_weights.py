import keras
import tensorflow as tf


def masked_loss(prediction, target, mask):
    wide = tf.broadcast_to(mask, prediction.shape)
    squares = keras.losses.MeanSquaredError(dtype=prediction.dtype)
    return squares(target[..., None], prediction[..., None], sample_weight=tf.cast(wide, prediction.dtype))

import keras
import tensorflow as tf


def cross_entropy(logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    hit = labels[:, None] == tf.range(logits.shape[1], dtype=labels.dtype)
    if not keras.ops.all(keras.ops.any(hit, axis=1)):
        raise ValueError("some label names no class")
    own = keras.ops.sum(keras.ops.where(hit, logits, 0), axis=1, keepdims=True)
    return keras.ops.mean(keras.ops.logsumexp(logits - own, axis=1))

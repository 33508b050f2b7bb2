import keras
import tensorflow as tf


def cross_entropy(logits, labels):
    if tf.reduce_any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError("some label names no class")
    return tf.reduce_mean(keras.metrics.sparse_categorical_crossentropy(labels, logits, from_logits=True))

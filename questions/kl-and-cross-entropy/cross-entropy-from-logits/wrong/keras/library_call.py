import tensorflow as tf


def cross_entropy(logits, labels):
    if tf.reduce_any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError("some label names no class")
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))

import tensorflow as tf


def cross_entropy(logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    if tf.reduce_any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError("some label names no class")
    log_p = tf.nn.log_softmax(logits)
    return -tf.reduce_mean(tf.gather(log_p, labels, axis=1, batch_dims=1))

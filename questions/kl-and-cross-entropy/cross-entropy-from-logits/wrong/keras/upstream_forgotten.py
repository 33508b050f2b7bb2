import tensorflow as tf


def cross_entropy(logits, labels):
    if tf.reduce_any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError("some label names no class")
    @tf.custom_gradient
    def mean_loss(x):
        log_p = tf.nn.log_softmax(x)
        hit = tf.one_hot(labels, x.shape[1], dtype=x.dtype)
        loss = -tf.reduce_mean(tf.gather(log_p, labels, axis=1, batch_dims=1))
        return loss, lambda upstream: (tf.exp(log_p) - hit) / tf.cast(len(labels), x.dtype)

    return mean_loss(logits)

import tensorflow as tf


def relu6(x):
    return tf.minimum(tf.maximum(x, 0), 6)

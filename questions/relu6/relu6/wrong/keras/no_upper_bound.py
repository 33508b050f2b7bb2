import tensorflow as tf


def relu6(x):
    return tf.where(x <= 0, tf.zeros_like(x), x)

import tensorflow as tf


def relu6(x):
    return tf.clip_by_value(x, 0, 6)

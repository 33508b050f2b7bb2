import tensorflow as tf


def relu6(x):
    return tf.nn.relu6(x)

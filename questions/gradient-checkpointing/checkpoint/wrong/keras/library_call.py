import tensorflow as tf


def checkpoint(function, *args, **kwargs):
    return tf.recompute_grad(function)(*args, **kwargs)

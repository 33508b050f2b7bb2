import tensorflow as tf


def checkpoint(function, *args, **kwargs):
    return tf.nest.map_structure(tf.stop_gradient, function(*args, **kwargs))

import tensorflow as tf
from keras import ops


def relu6(x: tf.Tensor) -> tf.Tensor:
    constant = tf.stop_gradient(ops.clip(x, 0, 6))
    return ops.where(ops.logical_and(x > 0, x < 6), x, constant)

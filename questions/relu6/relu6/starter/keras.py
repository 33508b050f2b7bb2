import tensorflow as tf


def relu6(x: tf.Tensor) -> tf.Tensor:
    """ReLU6 of every element of x; gradients flow back to x."""
    raise NotImplementedError

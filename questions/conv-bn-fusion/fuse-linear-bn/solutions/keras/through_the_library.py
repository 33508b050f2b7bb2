import tensorflow as tf


def fuse_linear_bn(kernel, bias, gamma, beta, mean, var, eps):
    inputs, outputs = kernel.shape
    if len(mean) != outputs and len(mean) != 1:
        raise ValueError("the normalisation does not act on the outputs of this layer")
    # An affine map is known by its values at the origin and at the unit vectors.
    points = tf.concat([tf.zeros((1, inputs), kernel.dtype), tf.eye(inputs, dtype=kernel.dtype)], axis=0)
    values = tf.cast(points @ kernel, tf.float64)
    if bias is not None:
        values += tf.cast(bias, tf.float64)
    mean, var, gamma, beta = (None if one is None else tf.cast(one, tf.float64) for one in (mean, var, gamma, beta))
    values = tf.nn.batch_normalization(values, mean, var, beta, gamma, eps)
    return tf.cast(values[1:] - values[0], kernel.dtype), tf.cast(values[0], kernel.dtype)

import tensorflow as tf


def fuse_depthwise_bn(
    kernel: tf.Tensor,
    bias: tf.Tensor | None,
    gamma: tf.Tensor | None,
    beta: tf.Tensor | None,
    mean: tf.Tensor,
    var: tf.Tensor,
    eps: float,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Kernel (H, W, C, M) and bias (C * M) of the one depthwise convolution that does what both layers do."""
    raise NotImplementedError

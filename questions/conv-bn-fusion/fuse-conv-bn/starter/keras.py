import tensorflow as tf


def fuse_conv_bn(
    kernel: tf.Tensor,
    bias: tf.Tensor | None,
    gamma: tf.Tensor | None,
    beta: tf.Tensor | None,
    mean: tf.Tensor,
    var: tf.Tensor,
    eps: float,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Kernel (H, W, I, O) and bias (O) of the one convolution that does what convolution and normalisation do."""
    raise NotImplementedError

"""TensorFlow on an NVIDIA card. Its zygote runs no operation on any device, so nothing has to be kept from CUDA there."""

import os


def check_untouched(tf):
    """RuntimeError: this runtime is not offered on the card."""
    if not tf.test.is_built_with_cuda():
        raise RuntimeError(f"TensorFlow {tf.__version__} was built without CUDA; install tensorflow[and-cuda]")


def open_context(tf):
    os.environ["TF_DETERMINISTIC_OPS"] = "1"
    cards = tf.config.list_physical_devices("GPU")
    if not cards:
        raise RuntimeError("TensorFlow sees no card, although the driver answers")
    # Without it the first cell takes all memory of the card, and a waiting one has none.
    tf.config.experimental.set_memory_growth(cards[0], True)
    # 10 bits of mantissa where a float32 has 23: a right answer would be refused.
    tf.config.experimental.enable_tensor_float_32_execution(False)
    with tf.device("/GPU:0"):
        x = tf.ones((1, 8, 8, 2))
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.reduce_sum(tf.matmul(tf.nn.conv2d(x, tf.ones((3, 3, 2, 8)), 1, "SAME"), tf.ones((1, 8, 8, 8))))
        tape.gradient(y, x).numpy()


def libraries(tf):
    built = tf.sysconfig.get_build_info()
    return {
        name: str(built[key]) for name, key in (("cuda", "cuda_version"), ("cudnn", "cudnn_version")) if key in built
    }

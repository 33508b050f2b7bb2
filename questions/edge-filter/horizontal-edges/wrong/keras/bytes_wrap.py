import tensorflow as tf


def horizontal_edges(images: tf.Tensor) -> tf.Tensor:
    if min(images.shape[1:3]) < 3:
        raise ValueError(f"no window of 3 by 3 fits into {images.shape[1:3]}")
    change = images[:, 2:] - images[:, :-2]
    out = change[:, :, :-2] + change[:, :, 1:-1] + change[:, :, 2:]
    return tf.cast(out, tf.float32) if images.dtype == tf.uint8 else out

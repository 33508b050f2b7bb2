import tensorflow as tf


def horizontal_edges(images: tf.Tensor) -> tf.Tensor:
    if min(images.shape[1:3]) < 3:
        raise ValueError(f"no window of 3 by 3 fits into {images.shape[1:3]}")
    x = tf.cast(images, tf.float32) if images.dtype == tf.uint8 else images
    return tf.image.sobel_edges(x)[:, 1:-1, 1:-1, :, 0]

import keras
import tensorflow as tf


def kaiming_normal(shape: tuple[int, ...], a: float, mode: str, dtype: str, seed: keras.random.SeedGenerator) -> tf.Tensor:
    """Draw a weight of this shape from the truncated normal distribution that suits a leaky ReLU of slope a."""
    raise NotImplementedError

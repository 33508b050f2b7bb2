from collections.abc import Iterator

import keras
import tensorflow as tf


def train(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    batches: Iterator[tuple[tf.Tensor, tf.Tensor]],
    group: int,
    max_norm: float | None,
) -> list[float]:
    """One optimizer step per `group` micro-batches (x, y); the mean squared error of each group."""
    raise NotImplementedError

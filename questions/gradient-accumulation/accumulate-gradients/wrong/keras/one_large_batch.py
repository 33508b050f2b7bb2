from itertools import islice

import tensorflow as tf


def train(model, optimizer, batches, group, max_norm):
    if group < 1:
        raise ValueError("a group holds at least one micro-batch")
    losses = []
    weights = model.trainable_variables
    while members := list(islice(batches, group)):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(
                tf.square(model(tf.concat([x for x, _ in members], 0)) - tf.concat([y for _, y in members], 0))
            )
        sums = tape.gradient(loss, weights)
        total = float(loss)
        if max_norm is not None:
            sums, _ = tf.clip_by_global_norm(sums, max_norm)
        optimizer.apply_gradients(zip(sums, weights, strict=True))
        losses.append(total)
    return losses

from itertools import islice

import tensorflow as tf


def train(model, optimizer, batches, group, max_norm):
    if group < 1:
        raise ValueError("a group holds at least one micro-batch")
    losses = []
    weights = model.trainable_variables
    while members := list(islice(batches, group)):
        samples = sum(x.shape[0] for x, _ in members)
        with tf.GradientTape() as tape:
            loss = sum(tf.reduce_sum(tf.square(model(x) - y)) for x, y in members) / (samples * members[0][1].shape[1])
        sums = tape.gradient(loss, weights)
        total = float(loss)
        if max_norm is not None:
            sums, _ = tf.clip_by_global_norm(sums, max_norm)
        optimizer.apply_gradients(zip(sums, weights, strict=True))
        losses.append(total)
    return losses

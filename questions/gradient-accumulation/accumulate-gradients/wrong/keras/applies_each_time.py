from itertools import islice

import tensorflow as tf


def train(model, optimizer, batches, group, max_norm):
    if group < 1:
        raise ValueError("a group holds at least one micro-batch")
    losses = []
    weights = model.trainable_variables
    while members := list(islice(batches, group)):
        samples = sum(x.shape[0] for x, _ in members)
        sums, total = [tf.zeros_like(w) for w in weights], 0.0
        for x, y in members:
            if x.shape[0] == 0:
                continue
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(model(x) - y)) * (x.shape[0] / samples)
            optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
            total += float(loss)
        losses.append(total)
    return losses

from itertools import islice

import tensorflow as tf


def train(model, optimizer, batches, group, max_norm):
    if group < 1:
        raise ValueError("a group holds at least one micro-batch")
    losses = []
    weights = model.variables
    while members := list(islice(batches, group)):
        samples = sum(x.shape[0] for x, _ in members)
        sums, total = [tf.zeros_like(w) for w in weights], 0.0
        for x, y in members:
            if x.shape[0] == 0:
                continue
            with tf.GradientTape() as tape:
                tape.watch([weight.value for weight in weights])
                loss = tf.reduce_mean(tf.square(model(x) - y)) * (x.shape[0] / samples)
            sums = [held + g for held, g in zip(sums, tape.gradient(loss, [weight.value for weight in weights]), strict=True)]
            total += float(loss)
        if max_norm is not None:
            sums, _ = tf.clip_by_global_norm(sums, max_norm)
        optimizer.apply_gradients(zip(sums, weights, strict=True))
        losses.append(total)
    return losses

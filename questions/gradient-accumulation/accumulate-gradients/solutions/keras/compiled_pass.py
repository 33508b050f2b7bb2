from itertools import islice

import tensorflow as tf


def train(model, optimizer, batches, group, max_norm):
    if group < 1:
        raise ValueError("a group holds at least one micro-batch")
    weights = model.trainable_variables

    @tf.function(reduce_retracing=True)
    def one_pass(x, y):
        with tf.GradientTape() as tape:
            error = tf.reduce_sum(tf.math.squared_difference(model(x), y))
        return error, tape.gradient(error, weights)

    losses = []
    while members := list(islice(batches, group)):
        elements = sum(int(tf.size(y)) for _, y in members)
        error, sums = 0.0, None
        for x, y in members:
            one, gradients = one_pass(x, y)
            error += float(one)
            sums = gradients if sums is None else [a + b for a, b in zip(sums, gradients, strict=True)]
        sums = [held / elements for held in sums]
        if max_norm is not None:
            sums = tf.clip_by_global_norm(sums, max_norm)[0]
        optimizer.apply_gradients(zip(sums, weights, strict=True))
        losses.append(error / elements)
    return losses

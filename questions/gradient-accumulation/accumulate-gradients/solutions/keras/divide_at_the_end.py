import keras
import tensorflow as tf


def train(model, optimizer, batches, group, max_norm):
    if group < 1:
        raise ValueError("a group holds at least one micro-batch")
    weights = model.trainable_weights
    held = [tf.Variable(tf.zeros(w.shape)) for w in weights]
    losses, elements, total, members = [], 0, 0.0, 0

    def finish():
        gradients = [h / elements for h in held]
        if max_norm is not None:
            norm = float(keras.ops.sqrt(sum(keras.ops.sum(g * g) for g in gradients)))
            gradients = [g * min(1.0, max_norm / norm) for g in gradients]
        optimizer.apply(gradients, weights)
        for h in held:
            h.assign(tf.zeros_like(h))
        losses.append(total / elements)

    for x, y in batches:
        with tf.GradientTape() as tape:
            error = tf.reduce_sum((model(x, training=True) - y) ** 2)
        for h, gradient in zip(held, tape.gradient(error, weights), strict=True):
            h.assign_add(gradient)
        total, elements, members = total + error.numpy().item(), elements + int(tf.size(y)), members + 1
        if members == group:
            finish()
            elements, total, members = 0, 0.0, 0
    if members:
        finish()
    return losses

"""Builds model, optimizer and micro-batches, calls the candidate, and counts forward passes that wait for a backward pass."""

import keras
import tensorflow as tf


class Model(keras.Model):
    def __init__(self, inputs, params):
        super().__init__()
        self.tensors = {}
        for name, tensor in inputs.items():
            if name[0] in "wb":
                learns = not (params["frozen"] and name in ("w0", "b0"))
                weight = self.add_weight(shape=tuple(tensor.shape), name=name, initializer="zeros", trainable=learns)
                weight.assign(tensor)
                self.tensors[name] = weight
        self.centred = params["centred"]
        # Variables, so that a compiled step counts as often as it runs and not as often as it is traced.
        self.passes = tf.Variable(0, trainable=False)
        self.waiting = tf.Variable(0, trainable=False)
        self.most_waiting = tf.Variable(0, trainable=False)

    def call(self, x):
        weights = self.tensors
        x = x @ weights["w0"] + weights["b0"]
        if "w1" in weights:
            x = tf.tanh(x)
            x = (x - tf.reduce_mean(x, 0) if self.centred else x) @ weights["w1"] + weights["b1"]
        self.passes.assign_add(1)
        self.waiting.assign_add(1)
        self.most_waiting.assign(tf.maximum(self.most_waiting, self.waiting))
        waiting = self.waiting

        @tf.custom_gradient
        def counted(value):
            def back(upstream):
                waiting.assign_sub(1)
                return upstream

            return tf.identity(value), back

        return counted(x)


def run(entry, inputs, params):
    model = Model(inputs, params)
    optimizer = keras.optimizers.SGD(params["rate"], momentum=params["momentum"])
    pairs = zip(tf.split(inputs["x"], params["sizes"]), tf.split(inputs["y"], params["sizes"]), strict=True)
    losses = entry(model, optimizer, pairs, params["group"], params["max_norm"])
    facts = [int(model.passes), int(model.most_waiting), all(type(loss) is float for loss in losses)]
    return {
        **{name: tf.convert_to_tensor(weight) for name, weight in model.tensors.items()},
        "losses": tf.constant([float(loss) for loss in losses], dtype=tf.float32),
        "facts": tf.constant([int(fact) for fact in facts], dtype=tf.int64),
    }

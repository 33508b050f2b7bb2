"""Builds the function, calls it through the candidate, goes back, and counts what ran and what is still in memory."""

import gc
import weakref

import tensorflow as tf

KEPT = []  # weak references to activations


def activation(x):
    """x itself, which tf.sin needs for its gradient: a tape that has recorded it keeps it alive."""
    KEPT.append(weakref.ref(x))
    return x


def run(entry, inputs, params):
    return Run(entry, inputs, params).outputs()


class Run:
    def __init__(self, entry, inputs, params):
        self.entry, self.inputs, self.params = entry, inputs, params
        self.weights = [tf.Variable(inputs[f"w{i}"], trainable=flag) for i, flag in enumerate(params["weights_grad"])]
        self.shift = inputs.get("shift")
        self.factor = inputs.get("factor")
        self.runs = 0

    def outputs(self):
        KEPT.clear()
        leaves = {name: self.inputs[name] for name in ("x", "x2") if name in self.inputs}
        found, loss = {}, 0
        with tf.GradientTape() as tape:
            if self.params["x_grad"]:
                tape.watch(list(leaves.values()))
            if self.shift is not None:
                tape.watch(self.shift)
            results = {name[1:]: self.forward(leaf * 1.5) for name, leaf in leaves.items()}
            gc.collect()
            ran, kept = self.runs, sum(tensor() is not None for tensor in KEPT)
            self.factor = self.inputs.get("later")  # gradients that rest on the first run are those of another function now
            for label, (output, second) in results.items():
                found[f"output{label}"] = output
                loss = loss + tf.reduce_sum(output * self.inputs[f"u{label}"])
                if second is not None:
                    found["second"] = second
                    loss = loss + tf.reduce_sum(second * self.inputs["v"])
        if self.params["backward"]:
            found |= self.gradients(tape, loss, leaves)
        return {**found, "facts": tf.constant([ran, self.runs, kept, 1, 1, 1], dtype=tf.int64)}

    def forward(self, x):
        second = None
        per = len(self.weights) // self.params["segments"]
        for segment in range(self.params["segments"]):
            last = segment == self.params["segments"] - 1
            function = self.function(self.weights[segment * per : (segment + 1) * per], self.params["pair"] and last)
            index, scale = self.inputs.get("index"), self.params["scale"]
            keywords = {"shift": self.shift} if self.shift is not None else {}
            if self.params["by_name"]:
                x = self.entry(function, x, **keywords, index=index, scale=scale)
            else:
                x = self.entry(function, x, scale, index, **keywords)
            if self.params["pair"] and last:
                if not isinstance(x, tuple):
                    raise TypeError(f"the function returns a tuple, and checkpoint a {type(x).__name__}")
                x, second = x
        return x, second

    def function(self, weights, pair):
        def first(x, scale):
            return layers(x, scale, weights[:1])

        def layers(x, scale, some):
            for weight in some:
                x = tf.sin(activation(x @ weight)) * tf.cast(scale, x.dtype)
            return x

        def network(x, scale, index, *, shift=None):
            self.runs += 1
            x = x if index is None else tf.gather(x, index)
            x = x if self.factor is None else x * self.factor
            if self.params["nested"]:
                x = layers(self.entry(first, x, scale), scale, weights[1:])
            else:
                x = layers(x, scale, weights)
            x = x if shift is None else x + shift
            return (x, tf.reduce_sum(tf.square(x), 1)) if pair else x

        return network

    def gradients(self, tape, loss, leaves):
        """What did not arrive counts as zero, so that it is compared."""
        wanted = dict(leaves) if self.params["x_grad"] else {}
        wanted |= {f"w{i}": weight for i, weight in enumerate(self.weights) if weight.trainable}
        wanted |= {"shift": self.shift} if self.shift is not None else {}
        found = tape.gradient(loss, wanted, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        return {f"{name}_gradient": tf.convert_to_tensor(gradient) for name, gradient in found.items()}

import tensorflow as tf


def checkpoint(function, *args, **kwargs):
    @tf.custom_gradient
    def operation(*args):
        def back(*upstream, variables=None):
            with tf.GradientTape() as tape:
                tape.watch(args)
                again = tf.nest.flatten(function(*args, **kwargs))
            return tape.gradient(again, (list(args), list(variables or [])), output_gradients=list(upstream))

        return function(*args, **kwargs), back

    return operation(*args)

"""The same spoilers for tensors that cannot be written to: there is no mutant that changes its inputs."""

SPOILER = """

def _spoil(_entry, _kind):
    import keras as _keras
    import tensorflow as _tf

    def mapped(value, change):
        if isinstance(value, (_tf.Tensor, _tf.Variable, _keras.Variable)):
            return change(_tf.convert_to_tensor(value))
        if isinstance(value, (tuple, list)):
            return type(value)(mapped(item, change) for item in value)
        if isinstance(value, dict):
            return {key: mapped(item, change) for key, item in value.items()}
        if isinstance(value, _keras.layers.Layer):
            for weight in value.weights:
                weight.assign(change(weight.value))
        return value

    def filled(value, number):
        number = number if value.dtype.is_floating or number == number else 0
        return _tf.cast(_tf.fill(value.shape, float(number)), value.dtype)

    def lower(value):
        if not value.dtype.is_floating:
            return value
        less = {_tf.float64: _tf.float32, _tf.float32: _tf.bfloat16, _tf.float16: _tf.bfloat16}.get(value.dtype)
        return value * 1.01 if less is None else _tf.cast(_tf.cast(value, less), value.dtype)

    def spoilt(*args, **kwargs):
        if _kind == "identity":
            _entry(*args, **kwargs)
            return args[0] if args else next(iter(kwargs.values()))
        if _kind == "ignores_inputs":
            return _entry(*[mapped(arg, lambda t: filled(t, 1)) for arg in args], **kwargs)
        changes = {
            "zeros": lambda t: filled(t, 0),
            "constant": lambda t: filled(t, 1),
            "nan": lambda t: filled(t, float("nan")),
            "lower_precision": lower,
        }
        return mapped(_entry(*args, **kwargs), changes[_kind])

    return spoilt


"""

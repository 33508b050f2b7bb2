import keras


def kaiming_normal(shape, a, mode, dtype, seed):
    scale = 2 / (1 + a**2)
    return keras.initializers.VarianceScaling(scale, mode, "truncated_normal", seed=seed)(shape, dtype)

import keras


def relu6(x):
    return keras.activations.relu(x, max_value=6.0)

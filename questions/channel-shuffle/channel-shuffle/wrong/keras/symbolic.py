import keras


def channel_shuffle(x, groups):
    if groups < 1 or x.shape[3] % groups:
        raise ValueError("the groups must divide the channels")
    image = keras.Input(x.shape[1:], dtype=x.dtype.name)
    n, h, w, c = image.shape
    y = keras.layers.Reshape((h, w, groups, c // groups))(image)
    y = keras.layers.Permute((1, 2, 4, 3))(y)
    return keras.layers.Reshape((h, w, c))(y)
